/** Whom to call: a number that a thumb can dial, or honest words where the project has given none. */

import { h, icon } from '../dom.js';
import { language, t } from '../i18n.js';
import { directionOf } from './direction.js';
import { inWishedLanguage } from './texts.js';

/** @typedef {import('../storage/types.js').Safety} Safety */
/** @typedef {import('../storage/types.js').Safeguarding} Safeguarding */

/**
 * Whom somebody calls who does not feel safe.
 *
 * @param {Safety | null | undefined} safety
 */
export function safetyCall(safety) {
  if (!safety?.number) return noNumber(t('Your study has not said here whom to call. If you are in danger, call the emergency number of the place where you are.'));
  return callCard(answering(safety), safety.number);
}

/**
 * Whom somebody calls who thinks that a person may be in danger.
 *
 * @param {Safeguarding | null | undefined} lead
 * @param {Safety | null | undefined} safety called where the study names nobody for this
 */
export function safeguardingCall(lead, safety) {
  if (lead?.number) return callCard(inItsOwnWay(t('Call now: %(name)s', { name: lead.name || t('the person who gets help') })), lead.number);
  if (safety?.number) return callCard(answering(safety), safety.number);
  return noNumber(t('Your study has not said here whom to call. If somebody is in danger now, call the emergency number of the place where you are.'));
}

/** Who answers, in the language of the screens; what was written for every language, where that has none. @param {Safety} safety */
function answering(safety) {
  const { code, words } = inWishedLanguage(safety.words_in ?? {}, [language().code]);
  return words ? h('p', null, h('bdi', { lang: code, dir: directionOf(code) }, words)) : inItsOwnWay(safety.words || t('Your coordinator:'));
}

/** Whatever way it runs, it begins where the rest of the screen begins. @param {string} words */
function inItsOwnWay(words) {
  return h('p', null, h('bdi', { dir: 'auto' }, words));
}

/** @param {HTMLElement} words @param {string} number */
function callCard(words, number) {
  return h('div.call', null, words, h('a.btn.quiet', { href: telephone(number) }, icon('phone'), h('bdi', { dir: 'ltr' }, number)));
}

/** @param {string} words */
function noNumber(words) {
  return h('p.call.none', null, icon('phone'), h('span', null, words));
}

/** @param {string} number as a person wrote it @returns {string} an address that a telephone dials */
export function telephone(number) {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}
