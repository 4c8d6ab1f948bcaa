/**
 * Words of the form on the screen: Markdown from the engine's own tree, never from markup.
 *
 * Colours, fonts and sizes that an author writes are left out, because they would break contrast in one of the two
 * colour schemes; bold, emphasis, lists, headings and links are kept.
 */

import { createRenderEffect } from 'solid-js';
import { h } from '../dom.js';
import { directionOf, langOf } from './direction.js';
import { isLineBreak, wordsOf } from './markup.js';

/** @typedef {import('@getodk/xforms-engine').MarkdownNode} MarkdownNode */
/** @typedef {import('@getodk/xforms-engine').TextRange<any>} TextRange */
/** @typedef {{session: import('../engine/types.js').FormSession}} Spoken */

const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const KEPT_AS_IS = new Set(['strong', 'em', 'u', 'ul', 'ol', 'li', 'p', 'span', 'div']);

/**
 * An element that shows a text of the form and follows its language and its outputs.
 *
 * @template {HTMLElement} Shown
 * @param {Shown} element
 * @param {Spoken} ctx
 * @param {() => TextRange | null | undefined} range
 * @param {() => string} [otherwise] what it is called where the form gives it no words
 * @returns {Shown}
 */
export function passage(element, ctx, range, otherwise) {
  createRenderEffect(() => {
    const { language } = ctx.session;
    element.dir = directionOf(language?.code ?? '');
    element.lang = langOf(language) ?? '';
    const words = formatted(range()?.formatted ?? []);
    const name = words.length === 0 ? otherwise?.() : '';
    element.replaceChildren(...(name ? [name] : words));
    element.classList.toggle('nameless', Boolean(name));
    element.hidden = element.childNodes.length === 0;
  });
  return element;
}

/**
 * @param {readonly MarkdownNode[]} nodes
 * @returns {Node[]}
 */
export function formatted(nodes) {
  return nodes.map(draw);
}

/** @param {MarkdownNode} node @returns {Node} */
function draw(node) {
  switch (node.role) {
    case 'child':
      return document.createTextNode(node.value);
    case 'line-break':
      return h('br');
    case 'html':
      return isLineBreak(node.unsafeHtml) ? h('br') : document.createTextNode(wordsOf(node.unsafeHtml));
    default:
      return parent(/** @type {import('@getodk/xforms-engine').ParentMarkdownNode} */ (node));
  }
}

/** @param {{elementName: string, children: readonly MarkdownNode[], url?: string}} node */
function parent({ elementName, children, url }) {
  const inside = formatted(children);
  if (elementName === 'a') return link(url ?? '', inside);
  if (KEPT_AS_IS.has(elementName)) return h(/** @type {'p'} */ (elementName), null, ...inside);
  return h('p.heading', null, ...inside);
}

/** @param {string} url @param {Node[]} inside */
function link(url, inside) {
  if (!SAFE_LINK.test(url)) return h('span', null, ...inside);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...inside);
}
