/** The people of this tablet: who they are, another one, and one's own PIN. */
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { go } from '../app/routes.js';
import { refresh, state, update } from '../app/state.js';
import { addPerson, changeCode } from '../lock/people.js';
import { chooseCode } from './choose-code.js';
import { languageButtons } from './frame.js';
import { pad } from './pad.js';
import { heading, homeLink, link, list, name, note, pill } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */

/** What was typed already, should the screen be drawn anew in another language. */
let typedName = '';

/** @returns {Promise<Child[]>} */
export async function people() {
  const items = state.people.map((person) => h('li.row', null, icon('person'), name(person.name), person.id === state.person?.id && pill('ok', 'tick', t('You'))));
  return [
    heading(t('People on this tablet')),
    h('p', null, t('Everyone has a PIN of their own. What one has not finished, the others cannot read.')),
    list(items),
    h('p.ways', null, link('change-pin', t('Change my PIN'), 'change-pin', undefined, { quiet: true }), link('add-person', t('Add a person'), 'add-person', undefined, { quiet: true })),
    homeLink(),
  ];
}

/** Before anything can be begun: the first person of a tablet. @returns {Child[]} */
export function firstPerson() {
  return [
    heading(t('Who uses this tablet?')),
    languageButtons(),
    h('p', null, t('Your name stands on the lock screen and in what you record. Others can be added later.')),
    newPerson(),
  ];
}

/** @returns {Promise<Child[]>} */
export async function anotherPerson() {
  return [heading(t('Add a person')), h('p', null, t('Give the tablet to them: they choose a PIN that only they know.')), newPerson(), homeLink()];
}

/** A name, then a PIN. */
function newPerson() {
  const place = h('div.stack', null);
  const said = h('div', { role: 'alert' });
  const field = h('input', {
    id: 'person-name',
    type: 'text',
    value: typedName,
    maxlength: 60,
    autocomplete: 'off',
    dir: 'auto',
    oninput: () => {
      typedName = field.value;
    },
  });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const trouble = troubleWith(field.value.trim());
    if (trouble) replace(said, note('wait', 'warn', { what: trouble, todo: '' }));
    else replace(place, h('p.row', null, icon('person'), name(field.value.trim())), chooseCode((code) => add(field.value.trim(), code)));
  };
  replace(place, h('form.stack', { onsubmit }, said, h('div.field', null, h('label', { for: 'person-name' }, t('Your name')), field), h('button', { id: 'name-given', type: 'submit' }, t('Go on'))));
  return place;
}

/** @param {string} wanted @returns {string} why this name does not do, or nothing */
function troubleWith(wanted) {
  if (!wanted) return t('Write your name first.');
  const taken = state.people.some((person) => person.name.toLocaleLowerCase() === wanted.toLocaleLowerCase());
  return taken ? t('Somebody here has this name already. Add a letter or a second name.') : '';
}

/** @param {string} wanted @param {import('../lock/people.js').Code} code */
async function add(wanted, code) {
  if (!state.enrolment) throw new Error('this tablet is not enrolled');
  await addPerson(wanted, code, state.enrolment.sealingKey, new Date());
  typedName = '';
  await refresh();
  go('todo');
}

/** The old PIN, then a new one twice. @returns {Promise<Child[]>} */
export async function changePin() {
  const me = state.people.find(({ id }) => id === state.person?.id);
  if (!me) return [heading(t('Change my PIN')), homeLink()];
  const place = h('div.stack', null);
  askOld(place, me, false);
  return [heading(t('Change my PIN')), place, homeLink()];
}

/** @param {HTMLElement} place @param {import('../storage/types.js').Person} me @param {boolean} wrong whether the last one was */
function askOld(place, me, wrong) {
  const keys = pad(me.kind, (old) => {
    replace(place, chooseCode((code) => change(place, me, old, code)));
  });
  const said = h('div', { role: 'alert' }, wrong && note('wait', 'warn', { what: t('The PIN that holds until now was not right.'), todo: t('Nothing was changed.') }));
  replace(place, h('h2', null, t('Your PIN until now')), said, keys.element);
}

/**
 * @param {HTMLElement} place @param {import('../storage/types.js').Person} me
 * @param {string[]} old @param {import('../lock/people.js').Code} code
 */
async function change(place, me, old, code) {
  const outcome = await changeCode(me.id, old, code);
  if (outcome !== 'in') return askOld(place, me, true);
  update({ notice: { tone: 'ok', words: t('Your PIN is changed.') } });
  await refresh();
  go('people');
}
