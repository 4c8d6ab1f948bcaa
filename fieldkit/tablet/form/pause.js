/** A pause: nothing of the form is on the screen, nothing is recorded, and nobody counts how long it takes. */

import { h, icon } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @param {() => void} goOn back to the same question
 * @param {() => void} [hide] takes this too off the screen at one tap: the word Paused tells that something is held
 */
export function pausedView(goOn, hide) {
  return h(
    'article.page.paused',
    null,
    h('h1.question', { tabindex: -1 }, t('Paused')),
    h('p', null, t('Take all the time you need.')),
    h('button.go', { type: 'button', onclick: goOn }, t('Go on'), icon('next')),
    hide ? h('button.quiet.hide', { type: 'button', onclick: hide }, icon('hide'), t('Hide')) : null,
  );
}
