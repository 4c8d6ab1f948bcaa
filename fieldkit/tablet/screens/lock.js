/** What stands before the app while nobody is signed in: the cover, "Who are you?", the PIN. */
import { h, icon, replace } from '../dom.js';
import { formatDate, formatTime, t } from '../i18n.js';
import { refresh, state, update } from '../app/state.js';
import { letTimePass } from '../lock/wait.js';
import { unlock } from '../lock/people.js';
import { loadPerson } from '../storage/people.js';
import { forgotten } from './forgotten.js';
import { pad } from './pad.js';
import { button, heading, name, note } from './parts.js';

/**
 * @typedef {import('../dom.js').Child} Child
 * @typedef {import('../app/state.js').Gate} Gate
 * @typedef {import('../storage/types.js').Person} Person
 */

const SECOND_MS = 1000;

/** @returns {Gate} what stands there now; with one person there is nothing to ask but the PIN */
export function gateNow() {
  const { gate, people } = state;
  if (gate.step === 'who' && people.length === 1) return { step: 'code', person: people[0].id };
  if (gate.step !== 'cover' && gate.step !== 'who' && !people.some(({ id }) => id === gate.person)) return { step: 'who', person: '' };
  return gate;
}

/** @param {Gate} gate @returns {Child[]} */
export function gateScreen({ step, person: id }) {
  if (step === 'cover') return cover();
  const person = state.people.find((each) => each.id === id);
  if (!person) return who();
  return step === 'forgotten' ? forgotten(person) : askCode(person);
}

/** @param {import('../app/state.js').Step} step @param {string} [person] */
function to(step, person = '') {
  update({ gate: { step, person } });
}

/** The time of day and nothing else: whoever looks sees a clock. */
function cover() {
  const time = h('p.clock', null);
  const show = () => {
    time.textContent = formatTime(new Date());
  };
  const ticking = setInterval(() => (time.isConnected ? show() : clearInterval(ticking)), SECOND_MS);
  show();
  return [h('h1.seen-by-readers', { tabindex: '-1' }, t('Clock')), time, h('p.quiet', null, formatDate(new Date(), 'day')), h('p', null, button('uncover', t('Open it'), () => to('who'), { quiet: true }))];
}

function who() {
  const people = state.people.map((person, at) =>
    h('li', null, h('button.quiet.who', { id: `person-${at}`, type: 'button', onclick: () => to('code', person.id) }, icon('person'), name(person.name))),
  );
  return [heading(t('Who are you?')), h('ul.plain', null, ...people)];
}

/** @param {Person} person */
function askCode(person) {
  const said = h('div', { role: 'alert' });
  const keys = pad(person.kind, (entered) => void attempt(person, entered, keys, said));
  if (person.attempts.left > 0) void sitOut(person, keys, said);
  return [
    heading(name(person.name)),
    h('p', null, person.kind === 'digits' ? t('Enter your six numbers.') : t('Tap your six pictures.')),
    said,
    keys.element,
    h(
      'p.row',
      null,
      state.people.length > 1 && button('someone-else', t('I am someone else'), () => to('who'), { quiet: true, picture: 'person' }),
      button('forgotten', t('I forgot my PIN'), () => to('forgotten', person.id), { quiet: true, picture: 'help' }),
    ),
  ];
}

/** @param {Person} person @param {string[]} entered @param {import('./pad.js').Pad} keys @param {HTMLElement} said */
async function attempt(person, entered, keys, said) {
  keys.rest(true);
  replace(said, h('p.quiet', null, t('One moment …')));
  const outcome = await unlock(person.id, entered).catch(() => 'broken');
  if (outcome === 'in') return refresh();
  keys.clear();
  if (outcome === 'broken') replace(said, note('bad', 'warn', { what: t('This tablet’s memory does not answer.'), todo: t('Close this app and open it again. If that does not help, restart the tablet. Do not clear its data.') }));
  else replace(said, note('wait', 'warn', { what: t('That was not it.'), todo: t('Take your time. Nothing is ever deleted because of a wrong PIN.') }));
  await sitOut(person, keys, said);
}

/** Say how long it takes until the next attempt, and let it pass. @param {Person} person @param {import('./pad.js').Pad} keys @param {HTMLElement} said */
async function sitOut(person, keys, said) {
  keys.rest(true);
  void letTimePass(person.id);
  const running = h('p', { 'aria-hidden': 'true' });
  let told = false;
  for (;;) {
    const left = (await loadPerson(person.id))?.attempts.left ?? 0;
    if (left === 0) break;
    running.textContent = waitWords(left);
    if (!told) replace(said, waitNote(running));
    told = true;
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
    if (!said.isConnected) return;
  }
  if (told) replace(said);
  keys.rest(false);
}

/** To the eye the time runs on; read aloud it is said once. @param {HTMLElement} running what is seen */
function waitNote(running) {
  return note('wait', 'wait', { what: t('That was not it.'), todo: '' }, h('p.seen-by-readers', null, running.textContent), running);
}

/** @param {number} left in milliseconds */
function waitWords(left) {
  return t('After several wrong ones the tablet waits, so that nobody can try them all. Keep it open: %(minutes)s to go.', { minutes: minutes(left) });
}

/** @param {number} ms @returns {string} minutes and seconds, as a clock shows them */
function minutes(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
