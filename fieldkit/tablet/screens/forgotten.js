/** A PIN that was forgotten: the coordinator helps, and nothing is lost. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { update } from '../app/state.js';
import { button, heading, name } from './parts.js';

/** @param {import('../storage/types.js').Person} person @returns {import('../dom.js').Child[]} */
export function forgotten(person) {
  return [
    heading(t('I forgot my PIN')),
    h('p', null, name(person.name)),
    h('p', null, t('Everything you wrote is still here. Your coordinator can help.')),
    h('p', null, button('back-to-pin', t('Back'), () => update({ gate: { step: 'code', person: person.id } }), { quiet: true, picture: 'back' })),
  ];
}
