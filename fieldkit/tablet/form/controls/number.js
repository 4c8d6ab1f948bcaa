/** Whole and decimal numbers, typed in any digits. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { formatNumber, t } from '../../i18n.js';
import { readNumber } from '../numbers.js';
import { compassButton } from './compass.js';
import { follow, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').InputNode<'int' | 'decimal'>} NumberNode */

/** @type {Record<string, () => string>} */
const WHY = {
  'not-a-number': () => t('Please write a number, such as 12. What stands here is not kept.'),
  'not-whole': () => t('Please write a whole number, such as 12. What stands here is not kept.'),
  'too-large': () => t('This number is too large to be kept.'),
};

/** @param {Asking} ctx @param {NumberNode} node */
export function numberControl(ctx, node) {
  const field = numberField(ctx, node);
  const asked = node.appearances;
  if (asked.counter && node.valueType === 'int') return counter(node, field);
  if (asked.bearing) return h('div.control', null, field, compassButton(ctx, node));
  return field;
}

/** @param {Asking} ctx @param {NumberNode} node */
function numberField(ctx, node) {
  const kind = node.valueType;
  const inputmode = kind === 'int' ? 'numeric' : 'decimal';
  const input = h('input.number', { ...tied(node), type: 'text', inputmode, dir: 'ltr', autocomplete: 'off' });
  input.addEventListener('input', () => {
    const typed = readNumber(input.value, kind);
    const problem = 'problem' in typed ? typed.problem : null;
    node.setValue('value' in typed ? typed.value : '');
    if (!problem) ctx.troubles.hold(node.nodeId, null);
  });
  input.addEventListener('change', () => {
    const typed = readNumber(input.value, kind);
    ctx.troubles.hold(node.nodeId, 'problem' in typed ? WHY[typed.problem] : null);
  });
  return node.appearances['thousands-sep'] ? grouped(node, input) : follow(input, () => node.currentState.instanceValue);
}

/** Digits stand in groups while nobody writes; while somebody does they stand as they are typed. @param {NumberNode} node @param {HTMLInputElement} input */
function grouped(node, input) {
  const plain = () => node.currentState.instanceValue;
  const shown = () => (plain() === '' ? '' : formatNumber(Number(plain()), 10));
  const unreadable = () => plain() === '' && input.value !== '';
  input.addEventListener('focus', () => {
    if (!unreadable()) input.value = plain();
  });
  input.addEventListener('blur', () => {
    if (!unreadable()) input.value = shown();
  });
  return follow(input, shown);
}

/** One less, one more, or typed. @param {NumberNode} node @param {HTMLElement} field */
function counter(node, field) {
  const value = () => Number(node.currentState.instanceValue) || 0;
  const step = (/** @type {number} */ by) => () => node.setValue(String(Math.max(0, value() + by)));
  const less = h('button.quiet', { type: 'button', 'aria-label': t('One less'), onclick: step(-1) }, icon('minus'));
  const more = h('button.quiet', { type: 'button', 'aria-label': t('One more'), onclick: step(1) }, icon('plus'));
  createRenderEffect(() => {
    less.disabled = value() <= 0;
  });
  return h('div.row.counter', null, less, field, more);
}
