/** The first screen: joining a study by link or by picture. */
import { h, replace } from '../dom.js';
import { formatNumber, n, t } from '../i18n.js';
import { canScan, scan } from '../scanner.js';
import { go } from '../app/routes.js';
import { resumeAfterEnrolment } from '../app/sender.js';
import { refresh, state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { lock } from '../lock/keyring.js';
import { loadEnrolment, loadInvitation, saveEnrolment, saveInvitation } from '../storage/settings.js';
import { changeStudy, holdsAnything, whatIsLeft } from '../storage/study.js';
import { readInvitation } from '../sync/link.js';
import { Obstacle } from '../sync/obstacle.js';
import { askForProject } from '../sync/refresh.js';
import { Wire } from '../sync/wire.js';
import { warmEngine } from './engine.js';
import { languageButtons } from './frame.js';
import { heading, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function enrol() {
  const said = h('div.said', { role: 'alert' });
  const busy = h('p', { role: 'status' });
  const place = h('div.viewfinder', { hidden: true });
  const field = h('input', { id: 'link', name: 'link', type: 'text', inputmode: 'url', autocomplete: 'off', spellcheck: 'false', dir: 'ltr', 'aria-describedby': 'link-hint' });
  const join = (/** @type {string} */ text) => void attempt(text, said, busy);
  const form = h(
    'form.stack',
    {
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        join(field.value);
      },
    },
    h('div.field', null, h('label', { for: 'link' }, t('Link')), h('p.hint', { id: 'link-hint' }, t('Paste or type the link that your coordinator gave you.')), field),
    h(canScan() ? 'button.quiet' : 'button', { id: 'join', type: 'submit' }, t('Join')),
  );
  const waiting = await loadInvitation();
  if (waiting) queueMicrotask(() => join(waiting));
  return [
    heading(state.enrolment ? t('Use a new link') : t('Welcome')),
    state.enrolment ? null : languageButtons(),
    h('p', null, state.enrolment ? wordsFor('revoked').todo : t('This tablet is not part of a study yet, or needs a new permission. Your coordinator shows you a square picture or sends you a link.')),
    busy,
    said,
    canScan() && h('p', null, h('button', { id: 'scan', type: 'button', onclick: () => void scanned(place, join, said) }, t('Scan the picture'))),
    place,
    form,
  ];
}

/**
 * @param {HTMLElement} place
 * @param {(text: string) => void} join
 * @param {HTMLElement} said
 */
async function scanned(place, join, said) {
  try {
    const text = await scan(place, ['qr_code']);
    if (text !== null) join(text);
  } catch {
    replace(said, note('bad', 'camera', { what: t('The camera cannot be used.'), todo: t('Allow it in the browser’s settings, or paste the link.') }));
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} said
 * @param {HTMLElement} busy
 */
async function attempt(text, said, busy) {
  replace(said);
  const invitation = readInvitation(text, location.origin);
  if (!invitation) return replace(said, note('bad', 'warn', { what: t('This is not a link for this app.'), todo: t('It looks like this: an address, then #enrol= and a long word. Copy all of it.') }));
  if ('elsewhere' in invitation) {
    const words = { what: t('This link belongs to another server.'), todo: t('Open it in the browser instead.') };
    return replace(said, note('wait', 'warn', words, h('p', null, h('a.btn.quiet', { href: invitation.elsewhere }, t('Open it')))));
  }
  busy.textContent = t('Asking the server …');
  try {
    await saveInvitation(invitation.token);
    await enrolWith(invitation.token);
    go('todo');
  } catch (error) {
    replace(said, note('bad', 'warn', refusal(error), leftOver(error)));
  } finally {
    busy.textContent = '';
  }
}

/** What is kept here belongs to another study. */
class OtherStudy extends Error {
  /** @param {import('../storage/study.js').Left} left */
  constructor(left) {
    super('records of another study');
    this.left = left;
  }
}

/** @param {string} token */
async function enrolWith(token) {
  const enrolment = await askForProject(token, new Wire(token), () => new Date());
  const before = await loadEnrolment();
  if (before && before.projectId !== enrolment.projectId) {
    await moveTo(enrolment);
  }
  await saveEnrolment(enrolment);
  await navigator.storage?.persist?.();
  await refresh();
  warmEngine();
  void resumeAfterEnrolment();
}

/**
 * The people of the study before are forgotten: their keys were wrapped for its coordinators.
 * @param {import('../storage/types.js').Enrolment} enrolment
 * @throws {OtherStudy}
 */
async function moveTo(enrolment) {
  for (const look of [whatIsLeft, () => lock('change').then(() => changeStudy(enrolment))]) {
    const left = await look(); // again after the lock, in which every window keeps what it holds
    if (holdsAnything(left)) throw new OtherStudy(left);
  }
}

/** What is still here of the study before, each with its number. @param {unknown} error */
function leftOver(error) {
  if (!(error instanceof OtherStudy)) return null;
  const names = { drafts: t('Not finished'), ready: t('Ready to send'), needsYou: t('Needs you'), visits: t('Visits'), prompts: t('Read the questions aloud'), additions: t('Add something') };
  const kinds = /** @type {(keyof typeof names)[]} */ (Object.keys(names)).filter((kind) => error.left[kind] > 0);
  return h('ul', null, ...kinds.map((kind) => h('li', null, names[kind], ': ', h('bdi', null, formatNumber(error.left[kind])))));
}

/** @param {unknown} error @returns {import('../app/words.js').Words} */
function refusal(error) {
  if (error instanceof OtherStudy) {
    const what = n('This tablet still holds %(count)s record of another study.', 'This tablet still holds %(count)s records of another study.', Object.values(error.left).reduce((sum, count) => sum + count, 0));
    return { what, todo: t('Finish and send them first, or ask your coordinator.') };
  }
  if (error instanceof Obstacle && error.reason === 'revoked') {
    return { what: t('This link is not valid, or not any more.'), todo: t('Ask your coordinator for a new one.') };
  }
  if (error instanceof Obstacle && error.passes) return { ...wordsFor(error.reason), todo: t('Try again when there is a network; the link is remembered.') };
  return wordsFor(error instanceof Obstacle ? error.reason : 'storage');
}
