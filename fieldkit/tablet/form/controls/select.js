/** Choosing one or several: as rows to tap, as a short list, or by searching when there are many. */

import { createMemo, createRenderEffect, mapArray, untrack } from 'solid-js';
import { h, replace } from '../../dom.js';
import { optionsOf } from '../../engine/choices.js';
import { formPath } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { langOf } from '../direction.js';
import { MOST_SHOWN } from '../finding.js';
import { layoutOf } from '../layout.js';
import { hasPlace } from '../nearness.js';
import { choiceRow, choiceWords } from './choice.js';
import { nearControl } from './near.js';
import { searchControl } from './search.js';
import { aside, clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').SelectNode} SelectNode */

/** @param {Asking} ctx @param {SelectNode} node */
export function selectControl(ctx, node) {
  const place = h('div.control');
  const draw = createMemo(() => drawer(ctx, node));
  createRenderEffect(() => {
    const drawNow = draw();
    untrack(() => replace(place, drawNow(ctx, node)));
  });
  return place;
}

/** @param {Asking} ctx @param {SelectNode} node @returns {(ctx: Asking, node: SelectNode) => HTMLElement} */
function drawer(ctx, node) {
  const options = optionsOf(node);
  if (options.length === 0) return nothingToChoose;
  if (node.appearances.map && options.some(hasPlace)) return nearControl;
  if (node.appearances.autocomplete || options.length > MOST_SHOWN) return searchControl;
  if (!node.appearances.minimal) return choiceList;
  if (node.selectType === 'select') return foldedList;
  return node.currentState.isSelectWithImages || isSpoken(ctx, node) ? choiceList : dropDown;
}

/** Whether a choice can be heard, which a short list of the browser's own cannot offer. @param {Asking} ctx @param {SelectNode} node */
function isSpoken({ session }, node) {
  const path = formPath(node.currentState.reference);
  return optionsOf(node).some(({ value, label }) => label.audioSource || session.spoken(`${path}#${value}`));
}

function nothingToChoose() {
  return aside(t('There is nothing to choose from yet. It depends on another answer.'));
}

/** @param {Asking} ctx @param {SelectNode} node */
function choiceList(ctx, node) {
  const { name, columns } = layoutOf(/** @type {import('../layout.js').Appearances} */ (/** @type {unknown} */ (node.appearances)));
  const list = h('div.choices', { role: node.selectType === 'select1' ? 'radiogroup' : 'group', ...tied(node), class: `choices ${name}` });
  if (columns) list.style.setProperty('--columns', String(columns));
  const rows = mapArray(
    // Two people of one name in a repeat are one choice: the record could not tell them apart, nor could the ticks.
    () => [...new Set(optionsOf(node).map(({ value }) => value))],
    (value) => choiceRow(ctx, node, value),
  );
  createRenderEffect(() => replace(list, ...rows()));
  return h('div.control', null, list, node.selectType === 'select1' ? clearSelect(node) : null);
}

/** Several of a list that the form wants short: folded, with what is chosen in its heading. @param {Asking} ctx @param {SelectNode} node */
function foldedList(ctx, node) {
  const heading = h('summary');
  createRenderEffect(() => {
    const chosen = node.currentState.value.map((value) => node.getValueOption(value)).filter((option) => option !== null);
    heading.textContent = chosen.map(choiceWords).join(', ') || t('Choose');
    heading.lang = chosen.length > 0 ? (langOf(ctx.session.language) ?? '') : '';
  });
  return h('details.folded', null, heading, choiceList(ctx, node));
}

/** @param {Asking} ctx @param {SelectNode} node */
function dropDown(ctx, node) {
  const field = h('select', tied(node));
  field.addEventListener('change', () => node.selectValue(field.value || null));
  createRenderEffect(() => {
    const options = optionsOf(node).map((option) => h('option', { value: option.value }, choiceWords(option)));
    replace(field, h('option', { value: '' }, t('Choose')), ...options);
    field.lang = langOf(ctx.session.language) ?? '';
    field.value = node.currentState.value[0] ?? '';
  });
  return field;
}

/** @param {SelectNode} node */
export function clearSelect(node) {
  return clearButton(() => node.currentState.value.length > 0, () => node.selectValues([]));
}
