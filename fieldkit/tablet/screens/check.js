/** Is this tablet ready? Each thing with its state in words and what to do, and all of it in one sentence. */
import { h, icon } from '../dom.js';
import { formatBytes, n, t } from '../i18n.js';
import { announce } from '../app/announce.js';
import { judge, roomFor, total } from '../app/readiness.js';
import { address } from '../app/routes.js';
import { state, update } from '../app/state.js';
import { lookAtTablet, reasonOf, tryOut } from '../app/trials.js';
import { wordsFor } from '../app/words.js';
import { askToKeep, clockWords } from './about.js';
import { button, heading, homeButton, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('../app/readiness.js').Check} Check */
/** @typedef {import('../app/readiness.js').Facts} Facts */
/** @typedef {import('../app/readiness.js').Tried} Tried */
/** @typedef {{title: string, ok: string, todo: string, act?: Child}} Words */

/** @type {Tried | null} */
let trying = null;

/** @returns {Promise<Child[]>} */
export async function check() {
  const facts = await lookAtTablet();
  const checks = judge(facts);
  return [
    heading(t('Is this tablet ready?')),
    sum(checks),
    h('ul.gate', null, ...checks.map((each) => row(each, facts))),
    h('p.row', null, h('a.btn.quiet', { id: 'install', href: address('install') }, icon('tablet'), t('Put it on the home screen')), homeButton()),
  ];
}

/** @param {Check[]} checks */
function sum(checks) {
  const { standing, count } = total(checks);
  const said = {
    ok: () => ({ what: t('This tablet is ready.'), todo: '' }),
    wait: () => ({ what: t('This tablet is ready to work.'), todo: n('%(count)s thing could be better.', '%(count)s things could be better.', count) }),
    open: () => ({ what: t('Nothing is in the way so far.'), todo: n('%(count)s thing was not tried yet.', '%(count)s things were not tried yet.', count) }),
    bad: () => ({ what: t('This tablet is not ready.'), todo: n('Mend %(count)s thing before you take it along.', 'Mend %(count)s things before you take it along.', count) }),
  }[standing]();
  announce('result', [said.what, said.todo].join(' '));
  return note(standing === 'open' ? 'plain' : standing, PICTURES[standing], said);
}

/** @type {Record<Check['standing'], import('../dom.js').IconName>} */
const PICTURES = { ok: 'tick', wait: 'warn', bad: 'warn', open: 'wait' };

/** @param {Check} check @param {Facts} facts */
function row({ name, standing }, facts) {
  const { title, ok, todo, act } = words(name, facts);
  const said = standing === 'ok' ? ok : todo;
  const tried = name in TRIABLE && h('p', null, tryButton(/** @type {Tried} */ (name), title));
  return h(`li.${standing}`, { id: `check-${name}` }, icon(PICTURES[standing]), h('h2', null, title), h('p', null, said), standing !== 'ok' && act ? h('p', null, act) : null, tried || null);
}

const TRIABLE = { server: true, camera: true, microphone: true, place: true };

/** @param {Tried} name @param {string} title */
function tryButton(name, title) {
  const busy = trying === name;
  const act = async () => {
    trying = name;
    update({});
    await tryOut(name);
    trying = null;
    update({});
  };
  return h('button.quiet', { id: `try-${name}`, type: 'button', 'aria-disabled': trying ? 'true' : null, 'aria-label': t('Try: %(thing)s', { thing: title }), onclick: () => void (trying || act()) }, busy ? t('Trying …') : t('Try'));
}

/** @param {Check['name']} name @param {Facts} facts @returns {Words} */
function words(name, facts) {
  return name in TRIABLE ? triedWords(/** @type {Tried} */ (name)) : seenWords(/** @type {Exclude<Check['name'], Tried>} */ (name), facts);
}

/** @param {Exclude<Check['name'], Tried>} name @param {Facts} facts @returns {Words} */
function seenWords(name, facts) {
  const { photos, minutes } = roomFor(facts.freeBytes);
  const room = t('%(free)s: %(photos)s, or %(sound)s.', {
    free: formatBytes(facts.freeBytes),
    photos: n('%(count)s photo', '%(count)s photos', photos),
    sound: n('%(count)s minute of sound', '%(count)s minutes of sound', minutes),
  });
  /** @type {Record<typeof name, () => Words>} */
  const said = {
    secure: () => ({ title: t('Secure address'), ok: t('The address is secure: nobody on the way can read along.'), todo: t('The address must begin with https, with a certificate that this browser trusts. Whoever runs the server finds how in docs/operating.md.') }),
    offline: () => ({ title: t('Without network'), ok: t('The app opens without a network.'), todo: t('Open the app once more with a network, and wait a minute.') }),
    persisted: () => ({
      title: t('Kept safe'),
      ok: t('The browser promised not to clear what is here.'),
      todo: t('The browser may clear what is here when space is short. Put the app on the home screen, then ask again.'),
      act: button('persist', t('Ask the browser to keep it'), () => void askToKeep(), { quiet: true }),
    }),
    space: () => ({ title: t('Free space'), ok: room, todo: `${room} ${t('Remove photos and apps that you do not need.')}` }),
    clock: () => ({ title: t('Clock'), ok: t('The clock is right.'), todo: `${clockWords(facts.clockAhead)} ${t('Set it right in the tablet’s settings, so that the times you record are true.')}` }),
    person: () => ({ title: t('PIN'), ok: n('%(count)s person has a PIN here.', '%(count)s people have a PIN here.', state.people.length), todo: t('Nobody has a PIN yet. Open To do: it asks who uses this tablet.') }),
    forms: () => ({ title: t('Forms'), ok: n('%(count)s form is here.', '%(count)s forms are here.', facts.forms), todo: t('There is no form on this tablet yet. Ask your coordinator to publish one, then look for new forms in To do.') }),
  };
  return said[name]();
}

/** @param {Tried} name @returns {Words} */
function triedWords(name) {
  const reason = reasonOf(name);
  /** @type {Record<Tried, () => Words>} */
  const said = {
    server: () => ({ title: t('Sending'), ok: t('A small test was sent, and the server has it, whole.'), todo: reason ? `${wordsFor(reason).what} ${wordsFor(reason).todo}` : t('Try it where there is a network: a small test is sent.') }),
    camera: () => ({ title: t('Camera'), ok: t('The camera works.'), todo: reason ? t('The camera cannot be used. Allow it in the browser’s settings; pictures can still be chosen from the gallery.') : t('Try it: the camera is switched on and off again, and nothing is taken.') }),
    microphone: () => ({ title: t('Microphone'), ok: t('The microphone works.'), todo: reason ? t('The microphone cannot be used. Allow it in the browser’s settings, or nothing can be recorded.') : t('Try it: the microphone is switched on and off again, and nothing is recorded.') }),
    place: () => ({ title: t('Place'), ok: t('The tablet can say where it is.'), todo: reason ? t('The tablet cannot say where it is. Allow it in the settings; a place can still be typed.') : t('Try it: the tablet asks where it is and forgets it again.') }),
  };
  return said[name]();
}
