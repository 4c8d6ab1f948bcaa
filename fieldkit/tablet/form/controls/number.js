/** Whole and decimal numbers, typed in any digits. */

import { h } from '../../dom.js';
import { t } from '../../i18n.js';
import { readNumber } from '../numbers.js';
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
  return follow(input, () => node.currentState.instanceValue);
}
