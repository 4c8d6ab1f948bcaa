/** What is offered near you, in the language of the person who was asked. */

import { h, icon } from '../dom.js';
import { language, t } from '../i18n.js';
import { telephone } from './calls.js';
import { directionOf } from './direction.js';
import { inLanguage } from './texts.js';

/** @typedef {import('../storage/types.js').Offer} Offer */

/**
 * @param {readonly Offer[]} offers
 * @param {string} spoken code of the form's language, which the person chose
 */
export function offersList(offers, spoken) {
  const wishes = [spoken, language().code].filter(Boolean);
  if (offers.length === 0) return h('p', null, t('Your study has not written down yet what is offered here. Your coordinator can tell you.'));
  return h('ul.plain.offers', null, ...offers.map((offer) => offerItem(offer, wishes)));
}

/** @param {Offer} offer @param {readonly string[]} wishes */
function offerItem({ title, words, phone, url }, wishes) {
  return h(
    'li.card',
    null,
    passage('h2', inLanguage(title, wishes)),
    passage('p', inLanguage(words, wishes)),
    h(
      'div.row',
      null,
      phone ? h('a.btn.quiet', { href: telephone(phone) }, icon('phone'), h('bdi', { dir: 'ltr' }, phone)) : null,
      /^https?:/i.test(url) ? h('a.btn.quiet', { href: url, target: '_blank', rel: 'noopener noreferrer' }, icon('page'), h('bdi', { dir: 'ltr' }, new URL(url).host)) : null,
    ),
  );
}

/** @param {'h2' | 'p'} tag @param {{code: string, words: string}} text */
function passage(tag, { code, words }) {
  return words ? h(tag, { lang: code, dir: directionOf(code) }, words) : null;
}

/**
 * The screen for the person who was asked, before the researcher checks the answers.
 *
 * @param {readonly Offer[]} offers
 * @param {string} spoken
 */
export function offersView(offers, spoken) {
  return h('article.page.closing', null, h('h1.question', { tabindex: -1 }, t('What is offered near you')), offersList(offers, spoken));
}
