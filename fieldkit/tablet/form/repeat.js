/** Repeats: one more, or no more; and taking one away. */

import { createRenderEffect, createSignal, mapArray, untrack } from 'solid-js';
import { pagesOf, questionsIn } from '../engine/pages.js';
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { answerText } from './answer.js';
import { passage } from './passage.js';

/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').RepeatRangeUncontrolledNode} GrowingRange */
/** @typedef {import('../engine/types.js').RepeatRangeNode} RepeatRangeNode */
/** @typedef {import('../engine/types.js').RepeatInstanceNode} RepeatInstanceNode */

/**
 * The screen after the last turn: what is there, and whether there is one more.
 *
 * @param {Asking} ctx
 * @param {GrowingRange} range
 */
export function repeatTurn(ctx, range) {
  const title = passage(h('div.question', { role: 'heading', 'aria-level': 1, tabindex: -1 }), ctx, () => range.currentState.label);
  const none = h('p.hint', null, t('None yet.'));
  const list = h('ol.turns');
  const rows = mapArray(
    () => range.currentState.children,
    (turn) => untrack(() => turnRow(ctx, range, turn)),
  );
  createRenderEffect(() => {
    replace(list, ...rows());
    none.hidden = rows().length > 0;
  });
  return h('section.asked', null, title, none, list, addButton(ctx, range, true));
}

/** @param {Asking} ctx @param {GrowingRange} range @param {boolean} open whether to go to the new turn's first question */
function addButton(ctx, range, open) {
  const words = h('span');
  createRenderEffect(() => {
    words.textContent = range.currentState.children.length === 0 ? t('Add one') : t('Add another');
  });
  const button = h('button.quiet.add', { type: 'button' }, icon('plus'), words);
  button.addEventListener('click', () => {
    range.addInstances();
    const first = pagesOf(range.currentState.children[range.currentState.children.length - 1])[0];
    if (open && first) ctx.goTo(first.key);
  });
  return button;
}

/** @param {Asking} ctx @param {GrowingRange} range @param {RepeatInstanceNode} turn */
function turnRow(ctx, range, turn) {
  const words = h('span.words');
  createRenderEffect(() => {
    words.textContent = `${range.currentState.children.indexOf(turn) + 1}. ${summary(turn)}`;
  });
  const change = h('button.quiet', { type: 'button' }, icon('pen'), t('Change'));
  change.addEventListener('click', () => {
    const [first] = pagesOf(turn);
    if (first) ctx.goTo(first.key);
  });
  return h('li.turn-row', null, words, change, removal(range, turn));
}

/** Taking away asks once more, in place. @param {GrowingRange} range @param {RepeatInstanceNode} turn */
function removal(range, turn) {
  const [sure, setSure] = createSignal(false);
  const button = h('button.quiet', { type: 'button' });
  button.addEventListener('click', () => {
    if (sure()) range.removeInstances(range.currentState.children.indexOf(turn));
    else setSure(true);
  });
  button.addEventListener('blur', () => setSure(false));
  createRenderEffect(() => {
    replace(button, icon('remove'), sure() ? t('Tap again to remove') : t('Remove'));
    button.classList.toggle('sure', sure());
  });
  return button;
}

/** The first answers of a turn, so that a person recognises it. @param {RepeatInstanceNode} turn */
function summary(turn) {
  const given = questionsIn(turn).filter((node) => node.nodeType !== 'note').map(answerText).filter(Boolean);
  return given.slice(0, 2).join(' · ') || t('Nothing answered yet');
}

/**
 * A repeat inside a field list: all turns on the same screen.
 *
 * @param {Asking} ctx
 * @param {RepeatRangeNode} range
 * @param {{listView: typeof import('./page.js').listView, mayGrow: boolean}} options
 */
export function repeatInList(ctx, range, { listView, mayGrow }) {
  const place = h('div.list');
  const views = mapArray(
    () => range.currentState.children,
    (turn) => untrack(() => h('div.inner-turn', null, listView(ctx, turn, 2), mayGrow ? removal(/** @type {GrowingRange} */ (range), turn) : null)),
  );
  createRenderEffect(() => replace(place, ...views()));
  return h('div', null, place, mayGrow ? addButton(ctx, /** @type {GrowingRange} */ (range), false) : null);
}
