/** What a form asks for and this app does not do: said in words before the first question. */

import { h, icon } from '../dom.js';
import { t } from '../i18n.js';

/** @type {Record<import('../engine/types.js').FormNotice['code'], () => string>} */
const WORDS = {
  'background-audio': () => t('The form asks for a sound recording in the background. This app does not record in the background: nothing is being recorded.'),
  'audit-location': () => t('The form asks to note where you are while you fill it in. This app does not do that. It notes only when each question was open.'),
  'form-encryption': () => t('The form has an encryption key of its own, which this app does not use. The record is locked with the key of your project instead.'),
  'external-app': () => t('A question of this form wants to open another app. This app cannot do that: type the answer instead.'),
};

/** @param {import('../engine/types.js').FormSession} session */
export function noticesView(session) {
  const codes = [...new Set(session.notices.map(({ code }) => code))];
  return h(
    'article.page',
    null,
    h('h1.question', { tabindex: -1 }, t('Before you begin')),
    h('ul.plain', null, ...codes.map((code) => h('li.card.notice', null, icon('warn'), h('p', null, WORDS[code]())))),
  );
}
