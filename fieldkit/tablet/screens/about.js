/** About this tablet, and help. */
import { h, icon } from '../dom.js';
import { helpTexts } from '../help.js';
import { formatBytes, n, t } from '../i18n.js';
import { clockError, WRONG_CLOCK } from '../app/readiness.js';
import { address } from '../app/routes.js';
import { spanOf } from '../app/span.js';
import { state, update } from '../app/state.js';
import { isKept } from '../app/updates.js';
import { listWaiting } from '../storage/outbox.js';
import { aloudLink } from './aloud.js';
import { button, heading, homeLink, name, note, pill } from './parts.js';
import { sendingChoice } from './sending.js';
import { safetyCall } from '../form/calls.js';
import { spareCopy } from './spare.js';
import { tryAgainLinks } from './walk.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function about() {
  const { enrolment, settings } = state;
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return [
    heading(t('About this tablet')),
    clockNote(),
    versionNote(),
    h(
      'dl.facts',
      null,
      enrolment && fact(t('Name'), name(enrolment.device.name)),
      fact(t('Study'), name(enrolment?.title ?? settings.title)),
      fact(t('Kept safe'), persisted ? pill('ok', 'tick', t('The browser keeps what is here')) : pill('wait', 'warn', t('The browser may clear what is here when space is short'))),
      fact(t('Without network'), (await isKept()) ? pill('ok', 'tick', t('The app opens')) : pill('wait', 'wait', t('Not yet: open it once more with a network'))),
      fact(t('Free space'), h('bdi', null, formatBytes(Math.max(0, quota - usage)))),
      fact(t('Version of this app'), h('code', { dir: 'ltr' }, settings.version)),
    ),
    !persisted && h('p', null, button('persist', t('Ask the browser to keep it'), () => void askToKeep())),
    sendingChoice(),
    await spareCopy(await listWaiting()),
    h(
      'p.ways',
      null,
      state.person && h('a.btn.quiet', { id: 'people', href: address('people') }, icon('person'), t('People and PINs')),
      enrolment && h('a.btn.quiet', { id: 'check', href: address('check') }, icon('tick'), t('Is this tablet ready?')),
      h('a.btn.quiet', { id: 'install', href: address('install') }, icon('tablet'), t('Put it on the home screen')),
      enrolment && aloudLink(),
    ),
    homeLink(),
  ];
}

/** A new version waits, whole, until no form is open in any window. */
export function versionNote() {
  return state.newVersion ? note('plain', 'up', { what: t('A new version of this app is here.'), todo: t('It comes by itself as soon as no form is open.') }) : null;
}

/** Says so when the tablet's clock is far from the server's: the times in its records would be wrong. */
export function clockNote() {
  const ahead = clockError(state.enrolment, Date.now());
  if (Math.abs(ahead) < WRONG_CLOCK) return null;
  return note('wait', 'wait', { what: clockWords(ahead), todo: t('Set it right in the tablet’s settings, so that the times you record are true.') });
}

/** @param {number} ahead milliseconds by which this tablet's clock is ahead of the server's */
export function clockWords(ahead) {
  const { count, unit } = spanOf(ahead);
  return ahead > 0 ? AHEAD[unit](count) : BEHIND[unit](count);
}

/** @type {Record<import('../app/span.js').Unit, (count: number) => string>} */
const AHEAD = {
  minute: (count) => n('This tablet’s clock is %(count)s minute ahead.', 'This tablet’s clock is %(count)s minutes ahead.', count),
  hour: (count) => n('This tablet’s clock is %(count)s hour ahead.', 'This tablet’s clock is %(count)s hours ahead.', count),
  day: (count) => n('This tablet’s clock is %(count)s day ahead.', 'This tablet’s clock is %(count)s days ahead.', count),
};

/** @type {Record<import('../app/span.js').Unit, (count: number) => string>} */
const BEHIND = {
  minute: (count) => n('This tablet’s clock is %(count)s minute behind.', 'This tablet’s clock is %(count)s minutes behind.', count),
  hour: (count) => n('This tablet’s clock is %(count)s hour behind.', 'This tablet’s clock is %(count)s hours behind.', count),
  day: (count) => n('This tablet’s clock is %(count)s day behind.', 'This tablet’s clock is %(count)s days behind.', count),
};

/** @param {string} words @param {Child} value */
function fact(words, value) {
  return h('div', null, h('dt', null, words), h('dd', null, value));
}

/** Ask once more for storage that is not cleared; browsers answer by how the app is used. */
export async function askToKeep() {
  await navigator.storage?.persist?.();
  update({});
}

/** @returns {Promise<Child[]>} */
export async function help() {
  return [heading(t('Help')), safetyCall(state.enrolment?.safety), ...(state.person ? await tryAgainLinks() : []), ...helpTexts(), homeLink()];
}
