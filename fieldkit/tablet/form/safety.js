/** Stop and go safe: two taps from any question, and the number to call. */

import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { safetyCall } from './calls.js';

/**
 * @param {object} options
 * @param {import('./calls.js').Safety | null} [options.safety]
 * @param {(choice: {keep: boolean}) => void} options.leave
 * @param {() => void} options.stay
 * @param {(() => void) | null} [options.danger] opens the screen for somebody who may be in danger
 */
export function safetyView({ safety, leave, stay, danger }) {
  return h(
    'article.page.safety',
    null,
    h('h1.question', { tabindex: -1 }, t('Stop here?')),
    h('p', null, t('If you do not feel safe, go first. You owe nobody an answer.')),
    h('button', { type: 'button', onclick: () => leave({ keep: true }) }, icon('tick'), t('Stop and keep what I wrote')),
    deletion(() => leave({ keep: false })),
    safetyCall(safety),
    danger ? h('button.quiet', { type: 'button', onclick: danger }, icon('warn'), t('Somebody may be in danger')) : null,
    h('button.quiet', { type: 'button', onclick: stay }, icon('back'), t('Go on with the form')),
  );
}

/** Deleting asks once more, in place. @param {() => void} remove */
function deletion(remove) {
  let sure = false;
  const button = h('button.quiet', { type: 'button' }, icon('remove'), t('Stop and delete what I wrote'));
  button.addEventListener('click', () => {
    if (sure) remove();
    sure = true;
    button.classList.add('sure');
    replace(button, icon('remove'), t('Tap again to delete it'));
  });
  return button;
}
