/** Stop and go safe: two taps from any question, and the number to call. */

import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { safetyCall } from './calls.js';

/** @typedef {{keep: string, remove: string, stay: string}} Words what its three ways out are called */

/** @returns {Words} */
const wordsOfTheForm = () => ({ keep: t('Stop and keep what I wrote'), remove: t('Stop and delete what I wrote'), stay: t('Go on with the form') });

/**
 * @param {object} options
 * @param {import('./calls.js').Safety | null} [options.safety]
 * @param {(choice: {keep: boolean}) => void} options.leave
 * @param {() => void} options.stay
 * @param {(() => void) | null} [options.danger] opens the screen for somebody who may be in danger
 * @param {Words} [options.words] where it is not a form that is stopped
 */
export function safetyView({ safety, leave, stay, danger, words = wordsOfTheForm() }) {
  return h(
    'article.page.safety',
    null,
    h('h1.question', { tabindex: -1 }, t('Stop here?')),
    h('p', null, t('If you do not feel safe, go first. You owe nobody an answer.')),
    h('button', { type: 'button', onclick: () => leave({ keep: true }) }, icon('tick'), words.keep),
    deletion(words.remove, () => leave({ keep: false })),
    safetyCall(safety),
    danger ? h('button.quiet', { type: 'button', onclick: danger }, icon('warn'), t('Somebody may be in danger')) : null,
    h('button.quiet', { type: 'button', onclick: stay }, icon('back'), words.stay),
  );
}

/** Deleting asks once more, in place. @param {string} words @param {() => void} remove */
function deletion(words, remove) {
  let sure = false;
  const button = h('button.quiet', { type: 'button' }, icon('remove'), words);
  button.addEventListener('click', () => {
    if (sure) remove();
    sure = true;
    button.classList.add('sure');
    replace(button, icon('remove'), t('Tap again to delete it'));
  });
  return button;
}
