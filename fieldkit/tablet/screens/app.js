/** Draws the screen of the address, and again when something changes, without losing the person's place. */
import { h, replace } from '../dom.js';
import { onLanguageChange, t } from '../i18n.js';
import { storageTrouble } from '../app/sender.js';
import { state, update } from '../app/state.js';
import { nameScreen } from '../app/title.js';
import { wordsFor } from '../app/words.js';
import { announce } from '../app/announce.js';
import { about, clockNote, help, versionNote } from './about.js';
import { check } from './check.js';
import { enrol } from './enrol.js';
import { continueDraft, sayNotOpened, startForm } from './fill.js';
import { footer, needsYouBar, statusAloud, topBar, trayBar } from './frame.js';
import { install } from './install.js';
import { button, heading, note } from './parts.js';
import { followProgress } from './progress.js';
import { addition } from './addition.js';
import { needs } from './needs.js';
import { discard, record } from './record.js';
import { ready, sent } from './sealed.js';
import { todo, unfinished } from './trays.js';

/** @typedef {import('../app/routes.js').Route} Route */
/** @typedef {import('../dom.js').Child} Child */

/** @type {Record<import('../app/routes.js').PlainName, () => Promise<Child[]>>} */
const PLAIN = { todo, unfinished, ready, needs, sent, enrol, about, help, check, install };
const WITH_TRAYS = new Set(['todo', 'unfinished', 'ready', 'needs', 'sent']);
/** What somebody types stands on the screen alone: it is not drawn anew while they type. */
const TYPED_ON = new Set(['enrol', 'add']);
const BEFORE_ENROLMENT = new Set(['enrol', 'about', 'help', 'install']);

/** @type {HTMLElement} */
let root;
/** @type {() => Route} */
let route;
/** @type {import('./fill.js').Close | null} */
let closeForm = null;
let shown = '';
/** A notice is said on one screen and goes with it. */
let noticeSeen = false;
let drawing = 0;

/**
 * @param {HTMLElement} place
 * @param {() => Route} currentRoute
 * @param {(listener: () => void) => void} onChange
 */
export function startDrawing(place, currentRoute, onChange) {
  root = place;
  route = currentRoute;
  window.addEventListener('hashchange', () => void arrive());
  onChange(() => void redraw());
  onLanguageChange(() => void redraw());
  followProgress();
  void arrive();
}

/** Another address: another screen, read out from its heading. */
async function arrive() {
  await leaveForm();
  const target = allowed(route());
  shown = JSON.stringify(target);
  state.justSent = [];
  if (noticeSeen) update({ notice: null });
  noticeSeen = false;
  if (target.name === 'start' || target.name === 'fill') return openForm(target);
  await draw(target);
  window.scrollTo(0, 0);
  root.querySelector('h1')?.focus({ preventScroll: true });
}

async function leaveForm() {
  const close = closeForm;
  closeForm = null;
  await close?.();
}

/** The same screen with what is new; whoever was on a button stays on it. */
async function redraw() {
  const target = allowed(route());
  const isForm = target.name === 'start' || target.name === 'fill';
  const typing = TYPED_ON.has(target.name) && shown === JSON.stringify(target);
  if (isForm || (typing && !languageChanged())) return;
  if (shown !== JSON.stringify(target)) return;
  const focused = document.activeElement?.id;
  await draw(target);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

let drawnLanguage = '';

function languageChanged() {
  return drawnLanguage !== document.documentElement.lang;
}

/** @param {Route} target @returns {Route} where one may be now */
function allowed(target) {
  return state.enrolment || BEFORE_ENROLMENT.has(target.name) ? target : { name: 'enrol' };
}

/** @param {Route} target */
async function draw(target) {
  const mine = (drawing += 1);
  let children;
  try {
    children = await content(target);
  } catch (error) {
    children = [heading(t('Something is in the way')), note('bad', 'warn', wordsFor(storageTrouble(error)), button('reload', t('Try again'), () => location.reload()))];
  }
  if (mine !== drawing) return; // a newer drawing overtook this one
  drawnLanguage = document.documentElement.lang;
  const withTrays = Boolean(state.enrolment) && WITH_TRAYS.has(target.name);
  const main = h('main', { id: 'main' }, noticeNote(), withTrays ? needsYouBar(target.name) : null, withTrays ? trayBar(target.name) : null, withTrays ? clockNote() : null, withTrays ? versionNote() : null, h('section', null, ...children));
  replace(root, topBar(), main, footer());
  nameScreen(main.querySelector('h1')?.textContent ?? '');
  if (state.enrolment) announce(statusAloud());
}

function noticeNote() {
  noticeSeen = state.notice !== null;
  if (!state.notice) return null;
  const { tone, words } = state.notice;
  return h('div', { role: tone === 'ok' ? 'status' : 'alert' }, note(tone, tone === 'ok' ? 'tick' : 'warn', { what: words, todo: '' }));
}

/** @param {Route} target @returns {Promise<Child[]>} */
function content(target) {
  if (target.name === 'record') return record(target.id);
  if (target.name === 'discard') return discard(target.id);
  if (target.name === 'add') return addition(target.id);
  return PLAIN[/** @type {import('../app/routes.js').PlainName} */ (target.name)]();
}

/** @param {Route & {id: string}} target */
async function openForm(target) {
  const mine = shown;
  try {
    const close = await (target.name === 'start' ? startForm : continueDraft)(root, target.id);
    nameScreen(root.querySelector('.form-title, main h1')?.textContent ?? '');
    if (shown === mine) closeForm = close;
    else await close();
  } catch (error) {
    sayNotOpened(root, error);
  }
}

/**
 * The app cannot start: no secure address, or no memory. Say so in words.
 * @param {HTMLElement} place
 * @param {unknown} error
 */
export function showBroken(place, error) {
  const insecure = error instanceof TypeError && error.message === 'insecure';
  const words = insecure
    ? { what: t('This address is not secure.'), todo: t('The app needs an address that begins with https, or it could neither lock nor keep anything. Tell your coordinator.') }
    : wordsFor(storageTrouble(error));
  replace(place, h('main', null, heading(t('The app cannot start')), note('bad', 'warn', words), h('p', null, button('reload', t('Try again'), () => location.reload()))));
}

