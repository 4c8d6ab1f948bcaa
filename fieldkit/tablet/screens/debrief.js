/** After an interview, for the person who held it. Nothing of this is kept unless they write it themselves. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { state } from '../app/state.js';
import { safetyCall } from '../form/calls.js';
import { button, heading, link } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */

/**
 * @param {string} id instanceID of the interview that was locked
 * @returns {Child[]}
 */
export function debrief(id) {
  const place = h('div.stack');
  const hard = () => {
    replace(place, ...afterAHardOne(id));
    place.querySelector('h2')?.focus();
  };
  replace(
    place,
    h('p', null, t('Was anything hard to hear? Take a moment. Nobody sees what you tap here, and nothing of it is kept.')),
    h('p.row', null, link('fine', t('I am fine'), 'ready', undefined, { picture: 'tick' }), button('hard', t('It was hard'), hard, { quiet: true })),
  );
  return [heading(t('It is locked. How are you?')), place];
}

/** @param {string} id @returns {HTMLElement[]} */
function afterAHardOne(id) {
  return [
    h('h2', { tabindex: '-1' }, t('That can happen, and it is not your fault.')),
    h('p', null, t('You can stop for today: the next interview can wait. Talk to somebody you trust, without names.')),
    safetyCall(state.enrolment?.safety),
    h('p', null, t('If you want your team to know, you can write it beside this interview. Only what you write is kept.')),
    h('p.row', null, link('stop-today', t('Stop for today'), 'todo'), link('tell', t('Write to my team'), 'add', id, { quiet: true, picture: 'pen' })),
  ];
}
