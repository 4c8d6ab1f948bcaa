/** What the controls have in common. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { idFor } from '../context.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('../../engine/types.js').AnyControlNode} AnyControlNode */

/**
 * The attributes that tie a control to its question, hint and message.
 *
 * @param {{nodeId: string}} node
 */
export function tied(node) {
  return {
    'aria-labelledby': idFor(node, 'question'),
    'aria-describedby': ['hint', 'needed', 'trouble'].map((part) => idFor(node, part)).join(' '),
  };
}

/**
 * A button that takes the answer away, there only while there is one.
 *
 * @param {() => boolean} answered
 * @param {() => void} clear
 * @param {string} [words]
 */
export function clearButton(answered, clear, words = t('Clear this answer')) {
  const button = h('button.quiet.clear', { type: 'button', onclick: clear }, icon('remove'), words);
  createRenderEffect(() => {
    button.hidden = !answered();
  });
  return button;
}

/**
 * Keep a field's text as the record has it, unless the person is writing in it.
 *
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {() => string} value
 */
export function follow(field, value) {
  createRenderEffect(() => {
    const now = value();
    if (document.activeElement !== field && field.value !== now) field.value = now;
  });
  return field;
}

/** Words that say what this app does not do here. @param {string} text */
export function aside(text) {
  return h('p.quiet-words', null, text);
}
