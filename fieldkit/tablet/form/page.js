/** One screen: a question, a list of questions, or the turn of a repeat. */

import { createMemo, createRenderEffect, mapArray, untrack } from 'solid-js';
import { mayGrow } from '../engine/pages.js';
import { h, replace } from '../dom.js';
import { passage } from './passage.js';
import { questionView } from './question.js';
import { repeatInList, repeatTurn } from './repeat.js';

/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('../engine/types.js').Page} Page */
/** @typedef {import('../engine/types.js').AnyNode} AnyNode */
/** @typedef {import('../engine/types.js').GroupNode} GroupNode */
/** @typedef {import('../engine/types.js').RepeatInstanceNode} RepeatInstanceNode */

/**
 * @param {Asking} ctx
 * @param {Page} page
 */
export function pageView(ctx, page) {
  return h('article.page', null, whereabouts(ctx, page.within), contents(ctx, page));
}

/** @param {Asking} ctx @param {Page} page */
function contents(ctx, { kind, node }) {
  if (kind === 'repeat') return repeatTurn(ctx, /** @type {any} */ (node));
  if (kind === 'list') return listView(ctx, /** @type {GroupNode} */ (node), 1);
  return questionView(ctx, /** @type {any} */ (node), { level: 1 });
}

/** The groups and repeats around a question, so that a person knows of whom it speaks. @param {Asking} ctx @param {Page['within']} within */
function whereabouts(ctx, within) {
  const path = h('p.whereabouts');
  createRenderEffect(() => {
    const steps = within.filter((node) => groupTitle(node)?.asString.trim());
    path.hidden = steps.length === 0;
    untrack(() => replace(path, ...steps.map((node) => h('span.step-in', null, passage(h('span'), ctx, () => groupTitle(node)), turnNumber(node)))));
  });
  return path;
}

/** @param {GroupNode | RepeatInstanceNode} node */
function groupTitle(node) {
  return node.currentState.label ?? (node.nodeType === 'repeat-instance' ? node.parent.currentState.label : null);
}

/** @param {GroupNode | RepeatInstanceNode} node */
function turnNumber(node) {
  if (node.nodeType !== 'repeat-instance') return null;
  const number = h('bdi.turn-number');
  createRenderEffect(() => {
    number.textContent = ` ${node.parent.currentState.children.indexOf(node) + 1}`;
  });
  return number;
}

/**
 * Every question of a group on one screen, as they become relevant.
 *
 * @param {Asking} ctx
 * @param {GroupNode | RepeatInstanceNode} group
 * @param {1 | 2} level
 * @returns {HTMLElement}
 */
export function listView(ctx, group, level) {
  const title = passage(h('div.list-title', { role: 'heading', 'aria-level': level, tabindex: -1 }), ctx, () => groupTitle(group));
  const place = h('div.list');
  const shown = createMemo(() => /** @type {readonly AnyNode[]} */ (group.currentState.children).filter(drawn));
  const views = mapArray(shown, (node) => untrack(() => childView(ctx, node)));
  createRenderEffect(() => replace(place, ...views()));
  return h('div', null, title, place);
}

/** The heading row of a table asks nothing: every choice below it keeps its own words. @param {AnyNode} node */
function drawn(node) {
  const heading = node.nodeType === 'select' && node.appearances.label;
  return node.nodeType !== 'model-value' && node.currentState.relevant && !heading;
}

/** @param {Asking} ctx @param {AnyNode} node @returns {HTMLElement | null} */
function childView(ctx, node) {
  switch (node.nodeType) {
    case 'group':
      return listView(ctx, node, 2);
    case 'repeat-range:controlled':
    case 'repeat-range:uncontrolled':
      return repeatInList(ctx, node, { listView, mayGrow: mayGrow(node) });
    case 'root':
    case 'repeat-instance':
    case 'model-value':
      return null;
    default:
      return questionView(ctx, node, { level: 2 });
  }
}
