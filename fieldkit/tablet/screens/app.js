/** Draws the screen of the address, and again when something changes, without losing the person's place. */
import { h, replace, settle } from '../dom.js';
import { onLanguageChange, t } from '../i18n.js';
import { storageTrouble } from '../app/sender.js';
import { state, update } from '../app/state.js';
import { nameScreen } from '../app/title.js';
import { onLock } from '../lock/keyring.js';
import { wordsFor } from '../app/words.js';
import { announce } from '../app/announce.js';
import { beQuiet, tellNotice } from '../app/telling.js';
import { followTouch, untouched } from '../app/touch.js';
import { about, clockNote, help, versionNote } from './about.js';
import { debrief } from './debrief.js';
import { enrol } from './enrol.js';
import { continueDraft, sayNotOpened, startForm, writeDown } from './fill.js';
import { footer, gateBar, needsYouBar, statusAloud, topBar, trayBar } from './frame.js';
import { gateNow, gateScreen } from './lock.js';
import { button, heading, note } from './parts.js';
import { anotherPerson, changePin, firstPerson, people } from './people.js';
import { followProgress } from './progress.js';
import { erased } from './erased.js';
import { needs } from './needs.js';
import { discard, record } from './record.js';
import { ready, sent } from './sealed.js';
import { todo, unfinished } from './trays.js';
import { before, visit } from './visit.js';
import { walk } from './walk.js';

/** @typedef {import('../app/routes.js').Route} Route */
/** @typedef {{name: 'first' | 'erased'} | {name: 'gate', gate: import('../app/state.js').Gate}} Barred instead of the screen of the address */
/** @typedef {Route | Barred} Target */
/** @typedef {import('../dom.js').Child} Child */
/** @typedef {Child | (() => Child)} Part of a screen; a function is called when it is put there */

const seldom = () => import('./seldom.js');

/** @type {Record<import('../app/routes.js').PlainName, () => Promise<Part[]>>} */
const PLAIN = { todo, unfinished, ready, needs, sent, enrol, about, help, check: async () => (await seldom()).check(), install: async () => (await seldom()).install(), people, 'add-person': anotherPerson, 'change-pin': changePin, aloud: async () => (await seldom()).aloud() };
const WITH_TRAYS = new Set(['todo', 'unfinished', 'ready', 'needs', 'sent']);
/** Somebody is writing there, tapping a PIN, or waiting for what is fetched: only another language draws them anew. */
const TYPED_ON = new Set(['enrol', 'add', 'correct', 'first', 'gate', 'add-person', 'change-pin', 'before', 'visit', 'debrief']);
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
let standing = { of: '', main: /** @type {HTMLElement | null} */ (null) }; // the screen that is there
/** What stands in the way of the screen of the address. */
let barred = '';

/**
 * @param {HTMLElement} place
 * @param {() => Route} currentRoute
 * @param {(listener: () => void) => void} onChange
 */
export function startDrawing(place, currentRoute, onChange) {
  root = place;
  route = currentRoute;
  followTouch();
  window.addEventListener('hashchange', () => void arrive());
  onChange(() => void (isBarredAsBefore() ? redraw() : arrive(true)));
  onLanguageChange(() => void redraw());
  followProgress();
  onLock(leaveForm);
  void arrive(true);
}

/**
 * Another address: another screen, read out from its heading.
 * @param {boolean} [returning] the person comes back to where they were, after a reload or a lock
 */
async function arrive(returning = false) {
  const target = allowed(route());
  shown = JSON.stringify(target);
  const before = barred;
  barred = barOf(target);
  if (barred && barred === before) return; // another address behind the same bar
  document.documentElement.dataset.barred = barred && target.name !== 'visit' ? target.name : 'no';
  if (target.name === 'gate') return drawAnew(target); // at once: what was open closes meanwhile
  await leaveForm();
  if (shown !== JSON.stringify(target)) return;
  state.justSent = [];
  announce('result', '');
  if (noticeSeen) update({ notice: null });
  noticeSeen = false;
  tellNotice(); // what is said on the next screen is said, be it in the same words
  if (isForm(target)) return openForm(target, returning);
  await drawAnew(target);
}

/** @param {Target} target */
async function drawAnew(target) {
  await draw(target);
  window.scrollTo(0, 0);
  root.querySelector('h1')?.focus({ preventScroll: true });
}

function isBarredAsBefore() {
  return barOf(allowed(route())) === barred;
}

/** @param {Target} target */
function barOf(target) {
  return target.name === 'gate' || target.name === 'first' || target.name === 'erased' || isClock(target) ? JSON.stringify(target) : '';
}

/** Whoever is inside a service sees the clock and nothing else. @param {Target} target */
function isClock(target) {
  return target.name === 'visit' && target.id === state.inside?.id;
}

async function leaveForm() {
  const close = closeForm;
  closeForm = null;
  await close?.();
}

/**
 * Screens that draw themselves, and are closed before another comes.
 *
 * @param {Target} target
 * @returns {target is Route & {id: string}}
 */
function isForm(target) {
  return target.name === 'start' || target.name === 'fill' || target.name === 'read' || target.name === 'write';
}

/** The same screen with what is new; whoever was on a button stays on it. */
async function redraw() {
  await untouched();
  const target = allowed(route());
  const typing = TYPED_ON.has(target.name) && shown === JSON.stringify(target);
  if (isForm(target) || (typing && !languageChanged())) return;
  if (shown !== JSON.stringify(target)) return;
  const inside = root.contains(document.activeElement);
  const focused = document.activeElement?.id;
  await draw(target, untouched);
  if (!inside || root.contains(document.activeElement)) return;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  // What had it is gone, or has no name: whoever has no pointer goes on from the top of the screen, not from nowhere.
  if (!root.contains(document.activeElement)) root.querySelector('h1')?.focus({ preventScroll: true });
}

let drawnLanguage = '';

function languageChanged() {
  return drawnLanguage !== document.documentElement.lang;
}

/** @param {Route} target @returns {Target} where one may be now */
function allowed(target) {
  if (state.erasure && !(state.erasure === 'done' && target.name === 'enrol')) return { name: 'erased' };
  if (!state.enrolment) return BEFORE_ENROLMENT.has(target.name) ? target : { name: 'enrol' };
  if (state.person && !state.covered) return ownPlace(target);
  return state.people.length ? { name: 'gate', gate: gateNow() } : { name: 'first' };
}

/** @param {Route} target @returns {Route} where the person who is signed in may be */
function ownPlace(target) {
  if (state.inside) return { name: 'visit', id: state.inside.id };
  return target.name === 'todo' && !state.walked ? { name: 'walk', id: '1' } : target;
}

/** @param {Target} target @param {() => Promise<void>} [moment] when what was made may be shown */
async function draw(target, moment) {
  const mine = (drawing += 1);
  let parts;
  try {
    parts = await content(target);
  } catch (error) {
    parts = [heading(t('Something is in the way')), note('bad', 'warn', wordsFor(storageTrouble(error)), button('reload', t('Try again'), () => location.reload()))];
  }
  await moment?.();
  if (mine !== drawing || shown !== JSON.stringify(target)) return; // a newer drawing, or another screen, overtook this one
  drawnLanguage = document.documentElement.lang;
  if (target.name === 'gate') return drawGate(target.gate, put(parts));
  if (isClock(target)) return drawClock(put(parts));
  drawScreen(target, parts);
}

/** @param {Target} target @param {Part[]} parts */
function drawScreen(target, parts) {
  const { main, section } = placeFor(target);
  settle(section, ...put(parts).map((part) => headingThatStays(section, part)));
  settle(main, noticeNote(), ...aboveTrays(target), section);
  settle(root, topBar(), main, footer());
  nameScreen(main.querySelector('h1')?.textContent ?? '');
  if (state.enrolment) announce('standing', statusAloud());
  tellNotice();
}

/** A heading that has the focus and says the same stays: else it would be read out at each change around it. @param {Element} section @param {Child} part */
function headingThatStays(section, part) {
  const kept = document.activeElement;
  const same = part instanceof HTMLHeadingElement && kept?.parentNode === section && kept.isEqualNode(part);
  return same ? kept : part;
}

/** @param {Part[]} parts @returns {Child[]} */
function put(parts) {
  return parts.map((part) => (typeof part === 'function' ? part() : part));
}

/**
 * Where a screen is put: into what stands there when it is the same screen, so that the rows of a tray need not move.
 * @param {Target} target
 * @returns {{main: HTMLElement, section: Element}}
 */
function placeFor(target) {
  const of = JSON.stringify(target);
  const before = standing.of === of && standing.main?.isConnected ? standing.main : null;
  const main = before ?? h('main', { id: 'main' });
  standing = { of, main };
  return { main, section: main.lastElementChild ?? h('section', null) };
}

/** @param {Target} target @returns {Child[]} */
function aboveTrays({ name }) {
  const tray = /** @type {Route['name']} */ (name);
  return state.enrolment && WITH_TRAYS.has(tray) ? [needsYouBar(tray), trayBar(tray), clockNote(), versionNote()] : [];
}

/** Nothing around it that names the study. @param {import('../app/state.js').Gate} gate @param {Child[]} children */
function drawGate({ step }, children) {
  beQuiet();
  document.title = step === 'cover' ? t('Clock') : t('Locked');
  replace(root, step === 'cover' ? null : gateBar(), h(`main.gate.at-${step}`, { id: 'main' }, h('section', null, ...children)));
}

/** A clock like any other. @param {Child[]} children */
function drawClock(children) {
  beQuiet();
  document.title = t('Clock');
  replace(root, h('main.inside', { id: 'main' }, h('section', null, ...children)));
}

function noticeNote() {
  noticeSeen = state.notice !== null;
  if (!state.notice) return null;
  const { tone, words } = state.notice;
  return note(tone, tone === 'ok' ? 'tick' : 'warn', { what: words, todo: '' });
}

/** @param {Target} target @returns {Promise<Part[]>} */
async function content(target) {
  if (target.name === 'gate') return gateScreen(target.gate);
  if (target.name === 'first') return firstPerson();
  if (target.name === 'erased') return erased();
  if (target.name === 'record') return record(target.id);
  if (target.name === 'discard') return discard(target.id);
  if (target.name === 'add') return (await seldom()).addition(target.id);
  if (target.name === 'correct') return (await seldom()).correct(target.id);
  if (target.name === 'before') return before(target.id);
  if (target.name === 'visit') return visit(target.id);
  if (target.name === 'walk') return walk(target.id);
  if (target.name === 'debrief') return debrief(target.id);
  return PLAIN[/** @type {import('../app/routes.js').PlainName} */ (target.name)]();
}

/** @param {Route & {id: string}} target @param {boolean} returning */
async function openForm(target, returning) {
  const mine = shown;
  try {
    const close = await opened(target, returning);
    if (shown !== mine) return void (await close());
    closeForm = close;
    nameScreen(root.querySelector('.form-title, main h1')?.textContent ?? '');
    const first = /** @type {HTMLElement | null} */ (root.querySelector('main :is(h1, [role=heading])'));
    if (!root.contains(document.activeElement)) first?.focus({ preventScroll: true });
  } catch (error) {
    if (shown === mine) sayNotOpened(root, error);
  }
}

/** @param {Route & {id: string}} target @param {boolean} returning */
async function opened({ name, id }, returning) {
  if (name === 'read') return (await seldom()).readAloud(root, id);
  if (name === 'write') return writeDown(root, id);
  return name === 'start' ? startForm(root, id) : continueDraft(root, id, returning);
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

