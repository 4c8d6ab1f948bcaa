/** A PIN that was forgotten: the coordinator helps, and nothing is lost. */
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { refresh, state, update } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { ask, look, settle } from '../lock/recovery.js';
import { loadPerson } from '../storage/people.js';
import { Obstacle } from '../sync/obstacle.js';
import { Wire } from '../sync/wire.js';
import { chooseCode } from './choose-code.js';
import { button, heading, name, note } from './parts.js';

/** @typedef {import('../storage/types.js').Person} Person */

const LOOK_MS = 5000;

/** @param {Person} person @returns {import('../dom.js').Child[]} */
export function forgotten(person) {
  const place = h('div.stack', null);
  const said = h('div', { role: 'alert' });
  void begin(person.id, place, said);
  return [
    heading(t('I forgot my PIN')),
    h('p.row', null, icon('person'), name(person.name)),
    said,
    place,
    h('p', null, button('back-to-pin', t('Back to the PIN'), () => update({ gate: { step: 'code', person: person.id } }), { quiet: true, picture: 'back' })),
  ];
}

/** @param {string} id @param {HTMLElement} place @param {HTMLElement} said */
async function begin(id, place, said) {
  const person = await loadPerson(id);
  if (!person) return;
  if (person.recovery) return follow(person, place, said);
  replace(
    place,
    h('p', null, t('Everything you wrote is still here, and nothing is deleted. Your coordinator can let you choose a new PIN. For that the tablet needs a network.')),
    h('p', null, button('ask', t('Ask my coordinator'), () => void follow(person, place, said))),
  );
}

/** Ask once more where it must be, show the number, and look for the answer as long as this is on the screen. @param {Person} person @param {HTMLElement} place @param {HTMLElement} said */
async function follow(person, place, said) {
  const desk = new Wire(state.enrolment?.token ?? '');
  do {
    try {
      const recovery = await ask((await loadPerson(person.id)) ?? person, desk);
      if (!place.querySelector('.number')) replace(place, ...numberShown(recovery.number));
      const answer = await look(person, recovery, desk);
      replace(said);
      if (answer.state === 'approved') return chooseNew(person, recovery, answer.dataKey, place, desk);
      if (answer.state !== 'waiting') return sayOver(person, answer.state, place, said);
    } catch (error) {
      replace(said, note('wait', 'offline', inTheWay(error)));
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  } while (place.isConnected);
}

/** @param {string} number */
function numberShown(number) {
  return [
    h('p', null, t('Call your coordinator, or go there. Both of you see this number; if it is the same, the coordinator approves.')),
    h('p.number', { dir: 'ltr' }, h('bdi', null, number)),
    h('p.quiet', null, t('You may close the app meanwhile. When you come back here, it goes on.')),
  ];
}

/**
 * @param {Person} person @param {import('../storage/types.js').Recovery} recovery @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {HTMLElement} place @param {import('../lock/recovery.js').Desk} desk
 */
function chooseNew(person, recovery, dataKey, place, desk) {
  const chosen = async (/** @type {import('../lock/people.js').Code} */ code) => {
    await settle(person, recovery, dataKey.slice(), code, desk);
    dataKey.fill(0);
    update({ notice: { tone: 'ok', words: t('Your PIN is changed.') } });
    await refresh();
  };
  replace(place, note('ok', 'tick', { what: t('Your coordinator approved it.'), todo: t('Choose a new PIN now.') }), chooseCode(chosen));
}

/** @param {Person} person @param {'refused' | 'over'} how @param {HTMLElement} place @param {HTMLElement} said */
async function sayOver(person, how, place, said) {
  const what = how === 'refused' ? t('Your coordinator did not approve it.') : t('Nobody answered in time.');
  await begin(person.id, place, said);
  replace(said, note('wait', 'warn', { what, todo: t('Talk to your coordinator, then ask again.') }));
}

/** @param {unknown} error */
function inTheWay(error) {
  const { what } = wordsFor(error instanceof Obstacle ? error.reason : 'storage');
  return { what, todo: t('It tries again by itself as long as this is open.') };
}
