/** A button that asks once more, in place, before it takes something away. */

import { h, icon, replace } from '../../dom.js';

/**
 * @param {import('../../dom.js').IconName} sign
 * @param {string} words
 * @param {string} again what it says once it was tapped
 * @param {() => void} act
 */
export function askingTwice(sign, words, again, act) {
  let sure = false;
  const button = h('button.quiet', { type: 'button' }, icon(sign), words);
  const show = () => {
    button.classList.toggle('sure', sure);
    replace(button, icon(sign), sure ? again : words);
  };
  button.addEventListener('click', () => {
    if (sure) act();
    sure = !sure;
    show();
  });
  button.addEventListener('blur', () => {
    sure = false;
    show();
  });
  return button;
}
