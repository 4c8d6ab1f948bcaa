/** Written answers: text, web addresses, hidden text. */

import { h } from '../../dom.js';
import { langOf } from '../direction.js';
import { plainDigits } from '../numbers.js';
import { follow, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').InputNode<'string'>} TextNode */

const ROWS = 3;

/**
 * An answer that nobody beside the person shall read. To a password browsers offer to be its keeper, with an account of
 * theirs, so it is one only where a browser can make dots of nothing else.
 *
 * @type {Record<string, string>}
 */
const HIDDEN = CSS.supports('-webkit-text-security', 'disc')
  ? { type: 'text', class: 'masked', dir: 'auto', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }
  : { type: 'password', autocomplete: 'off' };

/** @param {Asking} ctx @param {TextNode} node */
export function textControl(ctx, node) {
  const asked = node.appearances;
  if (asked.numbers) return digits(ctx, node);
  if (asked.masked || asked['hidden-answer']) return field(ctx, node, HIDDEN);
  if (asked.url) return field(ctx, node, { type: 'url', dir: 'ltr', autocomplete: 'off' });
  return writing(ctx, node);
}

/** @param {Asking} ctx @param {TextNode} node */
function writing(ctx, node) {
  const rows = 'rows' in (node.nodeOptions ?? {}) ? Number(node.nodeOptions?.rows) || ROWS : ROWS;
  const area = h('textarea', { ...tied(node), rows: Math.min(rows, 12), dir: 'auto', autocomplete: 'off', lang: langOf(ctx.session.language) });
  area.addEventListener('input', () => node.setValue(area.value));
  return follow(area, () => String(node.currentState.value ?? ''));
}

/** @param {Asking} _ctx @param {TextNode} node @param {Record<string, string>} attributes */
function field(_ctx, node, attributes) {
  const input = h('input', { ...tied(node), ...attributes });
  input.addEventListener('input', () => node.setValue(input.value));
  return follow(input, () => String(node.currentState.value ?? ''));
}

/** @param {Asking} _ctx @param {TextNode} node */
function digits(_ctx, node) {
  const input = h('input', { ...tied(node), type: 'text', inputmode: 'tel', dir: 'ltr', autocomplete: 'off' });
  input.addEventListener('input', () => node.setValue(plainDigits(input.value)));
  return follow(input, () => String(node.currentState.value ?? ''));
}
