/** What everyone may ask on any screen. */
import { h, icon } from './dom.js';
import { t } from './i18n.js';

/** @returns {HTMLElement[]} questions, each with its answer, below a heading of the first rank */
export function helpTexts() {
  return [
    question(t('Is anything lost when the battery dies?'), t('No. Every answer is kept on this tablet as soon as you give it. Open the app again and look in Not finished.')),
    question(t('What does locked mean?'), t('When an interview or visit is complete you lock it. Then only the project can read it, and nobody can change it on this tablet.')),
    question(t('When is it sent?'), t('By itself, when there is a network. In Sent you see when the project received it. Until then it stays in Ready to send.')),
    question(t('Something needs me. What now?'), t('Open Needs you: it says what happened and what to do. Nothing is lost. Your coordinator can help.')),
    question(t('How do I change the language?'), t('At the top of every screen, each language is written in its own script.')),
    question(t('What must I never do?'), t('Do not clear the browser’s data and do not remove the app while something is in Not finished or Ready to send.')),
  ];
}

/** @param {string} words @param {string} answer */
function question(words, answer) {
  return h('section.stack.tight', null, h('h2', null, words), h('p', null, answer));
}

/**
 * Help opens over what is there, so that the person stays where they were.
 * @param {Event} event of the button that asked for it
 * @param {string} back words of the way back
 * @param {import('./dom.js').Child} [first] what stands above everything
 */
export function openHelp(event, back, first) {
  const close = h('button', { type: 'button', onclick: () => dialog.close() }, icon('back'), back);
  const dialog = h('dialog.help-texts', { 'aria-labelledby': 'help-title', onclose: () => dialog.remove() }, h('h1', { id: 'help-title', tabindex: -1, autofocus: true }, t('Help')), ...(first ? [first] : []), ...helpTexts(), close);
  /** @type {HTMLElement} */ (event.currentTarget).closest('.form-screen, #app')?.append(dialog);
  dialog.showModal();
}
