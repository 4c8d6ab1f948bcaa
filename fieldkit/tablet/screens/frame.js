/** What stands on every screen: how it is with the network, the languages, help; and the trays with their counts. */
import { h, icon } from '../dom.js';
import { openHelp } from '../help.js';
import { language, n, t } from '../i18n.js';
import { address } from '../app/routes.js';
import { hide } from '../app/locking.js';
import { notSpokenYet, speakFromNow } from '../app/languages.js';
import { talk } from '../app/sender.js';
import { state, update } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { button, name, pill } from './parts.js';
import { progressLine } from './progress.js';

/** @typedef {import('../app/routes.js').Route} Route */

/** @returns {HTMLElement} */
export function topBar() {
  return h(
    'header.top',
    null,
    h('div.bar', null, h('span.home', null, name(state.enrolment?.title ?? state.settings.title)), languages(), state.person && hideButton(), helpLink()),
    state.enrolment && state.person && state.walked && statusLine(), // before the first steps are over there is nothing to tell
  );
}

/** What stands above the lock screen: the languages and help, and nothing that tells of the study. */
export function gateBar() {
  const help = h('button.plain', { id: 'help', type: 'button', onclick: (/** @type {Event} */ event) => openHelp(event, t('Back')) }, icon('help'), t('Help'));
  return h('header.top', null, h('div.bar', null, h('span.home', null), languages(), help));
}

/** One tap, and nothing of the study is on the screen any more. */
export function hideButton() {
  return h('button.plain', { id: 'hide', type: 'button', onclick: hide }, icon('hide'), t('Hide'));
}

/** One button on every screen; the list that it opens names each language in its own words and script. */
function languages() {
  const options = state.settings.languages.map(({ code, name: own, direction }) => h('option', { value: code, lang: code, dir: direction, selected: code === language().code }, own));
  const field = h('select', { id: 'language', 'aria-label': t('Language'), autocomplete: 'off', onchange: () => void choose(field) }, ...options);
  return h('label.btn.plain.over.speech', null, icon('language'), h('span', { 'aria-hidden': 'true' }, t('Language')), field);
}

/** @param {HTMLSelectElement} field */
async function choose(field) {
  await speak(field.value);
  field.value = language().code; // what is spoken, not what was wished
}

/** The languages side by side, each in its own words and script: for the first screen that anybody sees. */
export function languageButtons() {
  const buttons = state.settings.languages.map(({ code, name: own, direction }) => {
    const spoken = code === language().code;
    return h('button.quiet', { id: `speak-${code}`, type: 'button', lang: code, dir: direction, 'aria-pressed': String(spoken), onclick: () => void speak(code) }, spoken && icon('tick'), own);
  });
  return h('div.row.tight.tongues', { role: 'group', 'aria-label': t('Language') }, ...buttons);
}

/** @param {string} code */
async function speak(code) {
  const spoken = await speakFromNow(code);
  if (!spoken) update({ notice: { tone: 'wait', words: notSpokenYet() } });
  else if (state.notice?.tone === 'wait') update({ notice: null });
}

function helpLink() {
  return h('a.btn.plain', { id: 'help', href: address('help') }, icon('help'), t('Help'));
}

/** What waits, what is on its way, what stands in the way. */
function statusLine() {
  const { sync, trays } = state;
  const send = !sync.running && trays.ready > 0 && button('send', t('Send now'), () => void talk({ asked: true }), { picture: 'up' });
  return h('div.status.row.apart', null, h('div.grow', null, statusWords()), send);
}

function statusWords() {
  const { sync, trays, trouble } = state;
  if (sync.running) return pill('wait', 'up', progressLine());
  const waiting = trays.ready > 0 && n('%(count)s waits on this tablet', '%(count)s wait on this tablet', trays.ready);
  if (trouble && (waiting || trouble !== 'offline')) {
    return h('span.stack.tight', null, pill(waiting ? 'wait' : 'plain', 'warn', waiting || t('Nothing waits')), h('span.small', null, wordsFor(trouble).what));
  }
  if (waiting) return pill('wait', 'up', waiting);
  if (trouble === 'offline') return pill('plain', 'offline', t('No connection. Everything works; it is sent later.'));
  if (trays.needsYou > 0) return pill('ok', 'tick', t('Nothing else waits'));
  return trays.sent > 0 ? pill('ok', 'tick', t('Everything is sent')) : pill('plain', 'tick', t('Nothing waits'));
}

/** The same for whoever listens: that it is being sent is said once, not at every slice. */
export function statusAloud() {
  return state.sync.running ? t('Sending …') : (h('div', null, statusWords()).textContent ?? '');
}

/** @param {Route['name']} current */
export function trayBar(current) {
  const { trays } = state;
  const tray = (/** @type {import('../app/routes.js').PlainName} */ target, /** @type {import('../dom.js').IconName} */ picture, /** @type {string} */ words, /** @type {number | null} */ count) =>
    h(
      'a.tray',
      { id: `tray-${target}`, href: address(target), 'aria-current': current === target ? 'page' : null },
      h('span.row.tight', null, icon(picture), count !== null && h('strong', null, count)),
      h('span', null, words),
    );
  return h(
    'nav.tray-bar',
    { 'aria-label': t('Trays') },
    tray('todo', 'page', t('To do'), null),
    tray('unfinished', 'pen', t('Not finished'), trays.drafts),
    tray('ready', 'lock', t('Ready to send'), trays.ready),
    tray('sent', 'tick', t('Sent'), trays.sent),
  );
}

/** Stands above everything while something cannot go on without a person. @param {Route['name']} current */
export function needsYouBar(current) {
  const needsYou = state.trays.needsYou + state.returned.length;
  if (needsYou === 0 || current === 'needs') return null;
  const words = n('%(count)s needs you', '%(count)s need you', needsYou);
  return h('a.note.bad.needs-you', { id: 'needs-you', href: address('needs') }, icon('warn'), h('strong.grow', null, words), icon('next'));
}

/** @returns {HTMLElement} */
export function footer() {
  return h('footer.foot', null, h('a.btn.plain', { id: 'about', href: address('about') }, icon('tablet'), t('About this tablet')));
}
