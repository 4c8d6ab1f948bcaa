/** What stands around every question: where one is, the language, the way out; Back and the one button that goes on. */

import { createRenderEffect } from 'solid-js';
import { questionsIn } from '../engine/pages.js';
import { h, icon, replace } from '../dom.js';
import { openHelp } from '../help.js';
import { t } from '../i18n.js';
import { safetyCall } from './calls.js';
import { isAside } from './flow.js';
import { languageSwitch } from './languages.js';
import { titleIn } from './titles.js';

/**
 * @typedef {import('./flow.js').Flow & {
 *   ctx: import('./context.js').Asking,
 *   uiLanguage: () => string,
 *   spoken?: import('./languages.js').Spoken,
 *   safety?: import('./calls.js').Safety | null,
 *   keeping: ReturnType<typeof import('./autosave.js').autosave>,
 *   locking: () => import('./screen.js').Locking,
 *   lock: () => void,
 *   hide?: () => void,
 * }} Shared `uiLanguage` is read wherever our own words are drawn, so that they follow the app's language
 */

/** Two rows on the narrowest screen: the ways out and Help; the language and how far it is. @param {Shared} shared */
export function screenHead(shared) {
  const { session } = shared.ctx;
  const title = h('p.form-title', { dir: 'auto' });
  createRenderEffect(() => replace(title, titleIn(session, session.language?.code ?? '')));
  const head = h('header.top.form-head');
  createRenderEffect(() => {
    shared.uiLanguage();
    head.hidden = shared.view().name === 'paused';
    const { field, trouble } = languageSwitch(session, shared.spoken);
    const ways = h('div.head-row', null, stopButton(shared), pauseButton(shared), title, hideButton(shared), helpButton(shared));
    replace(head, ways, h('div.head-row.second', null, field, h('div.standing', null, progress(shared), kept(shared)), trouble));
  });
  return head;
}

/** @param {Shared} shared */
function stopButton({ aside }) {
  return tile('stop', 'stop', t('Stop'), () => aside('safety'));
}

/** @param {Shared} shared */
function pauseButton({ aside }) {
  return tile('pause', 'pause', t('Pause'), () => aside('paused'));
}

/** One tap, and nothing of the form is on the screen any more. @param {Shared} shared */
function hideButton({ hide }) {
  return hide ? tile('hide', 'hide', t('Hide'), hide) : null;
}

/** Help opens over the question, so that the person stays where they were. @param {Shared} shared */
function helpButton({ safety }) {
  return tile('help', 'help', t('Help'), (event) => openHelp(event, t('Go on with the form'), safetyCall(safety)));
}

/** A button with its picture above its word. @param {'stop' | 'pause' | 'hide' | 'help'} name @param {import('../dom.js').IconName} picture @param {string} words @param {(event: Event) => void} onclick */
function tile(name, picture, words, onclick) {
  return h(`button.quiet.tile.${name}`, { type: 'button', onclick }, icon(picture), h('span', null, words));
}

/** @param {Shared} shared */
function progress({ ctx, view, place }) {
  const words = h('span');
  const bar = h('progress', { 'aria-hidden': 'true' });
  createRenderEffect(() => {
    const count = ctx.session.pages().length;
    const at = view().name === 'review' ? count : place() + 1;
    words.textContent = view().name === 'page' ? t('%(place)s of %(count)s', { place: at, count }) : '';
    bar.max = Math.max(1, count);
    bar.value = Math.max(0, at);
  });
  return h('span.progress', null, words, bar);
}

/** What is true about the draft, in a word and a shape. @param {Shared} shared */
function kept({ keeping }) {
  const pill = h('span.pill.kept', { role: 'status' });
  let said = '';
  createRenderEffect(() => {
    const state = keeping.state();
    // Aloud only when it is news: nobody wants to hear after every word that it is kept.
    const isNews = (state === 'kept' || state === 'failed') && state !== said;
    if (isNews) said = state;
    pill.ariaLive = isNews ? 'polite' : 'off';
    pill.className = `pill kept ${{ untouched: '', keeping: 'wait', kept: 'ok', failed: 'bad' }[state]}`;
    if (state === 'untouched') replace(pill);
    else if (state === 'keeping') replace(pill, icon('wait'), t('Keeping …'));
    else if (state === 'kept') replace(pill, icon('tick'), t('Kept on this tablet'));
    else replace(pill, icon('warn'), t('Not kept yet. Trying again.'));
  });
  return pill;
}

/** @param {Shared} shared */
export function screenFoot(shared) {
  const foot = h('footer.form-foot');
  createRenderEffect(() => {
    shared.uiLanguage();
    const { name } = shared.view();
    foot.hidden = isAside(shared.view());
    const backButton = h('button.quiet', { type: 'button', onclick: shared.back }, icon('back'), t('Back'));
    replace(foot, backButton, ...(name === 'review' ? [lockButton(shared)] : [leaveOpen(shared), nextButton(shared)]));
  });
  return foot;
}

/** @param {Shared} shared */
function nextButton(shared) {
  const words = h('span');
  createRenderEffect(() => {
    const last = shared.isLast();
    words.textContent = last ? t('Check answers') : t('Next');
  });
  return h('button.go', { type: 'button', onclick: shared.next }, words, icon('next'));
}

/** Nobody is held fast at a question: it can wait for the review, where it stands first. @param {Shared} shared */
function leaveOpen(shared) {
  const button = h('button.quiet', { type: 'button', onclick: shared.goOn }, t('Leave it for now'));
  createRenderEffect(() => {
    const page = shared.ctx.session.pages()[shared.place()];
    button.hidden = !page || page.kind === 'repeat' || !anyTrouble(shared, page);
  });
  return button;
}

/** @param {Shared} shared @param {import('../engine/types.js').Page} page */
function anyTrouble({ ctx }, page) {
  return questionsIn(page.node).some((node) => ctx.troubles.shown(node) !== '');
}

/** @param {Shared} shared */
function lockButton({ ctx, lock, locking }) {
  const button = h('button.go', { type: 'button', onclick: lock }, icon('lock'), t('Lock and put in Ready to send'));
  const said = h('span.pill.bad', { role: 'alert' });
  createRenderEffect(() => {
    const open = ctx.session.missing().length + ctx.session.violations().length;
    button.hidden = open > 0;
    button.disabled = locking() === 'busy';
    if (locking() === 'failed') queueMicrotask(() => said.scrollIntoView({ block: 'nearest' })); // on a phone it does not stay in view
    replace(said, ...(locking() === 'failed' ? [icon('warn'), t('It could not be locked. Everything is still kept here. Try again.')] : []));
  });
  return h('span.lock', null, said, button);
}
