/** Putting things in order, by buttons. */

import { createMemo, createRenderEffect, mapArray } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { formPath } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { listenButton, picture } from '../media.js';
import { moved } from '../ordering.js';
import { passage } from '../passage.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').RankNode} RankNode */

/** @param {Asking} ctx @param {RankNode} node */
export function rankControl(ctx, node) {
  const ranked = () => node.currentState.value.length > 0;
  const order = createMemo(() => (ranked() ? [...node.currentState.value] : node.currentState.valueOptions.map(({ value }) => value)));
  const list = h('ol.ranking', tied(node));
  const rows = mapArray(order, (value, place) => rankRow(ctx, node, { value, place, order }));
  createRenderEffect(() => replace(list, ...rows()));
  const accept = h('button.quiet', { type: 'button', onclick: () => node.setValues(order()) }, icon('tick'), t('This order is right'));
  createRenderEffect(() => {
    accept.hidden = ranked();
    list.classList.toggle('unset', !ranked());
  });
  return h('div.control', null, list, accept, clearButton(ranked, () => node.setValues([])));
}

/**
 * @param {Asking} ctx
 * @param {RankNode} node
 * @param {{value: string, place: () => number, order: () => string[]}} row
 */
function rankRow(ctx, node, { value, place, order }) {
  const label = () => node.currentState.valueOptions.find((option) => option.value === value)?.label;
  const words = passage(h('span.words'), ctx, label, () => value);
  const up = mover('up', -1);
  const down = mover('down', 1);
  const number = h('span.place');
  createRenderEffect(() => {
    number.textContent = node.currentState.value.length > 0 ? String(place() + 1) : '';
    up.disabled = place() === 0;
    down.disabled = place() === order().length - 1;
    up.setAttribute('aria-label', t('Move up: %(choice)s', { choice: label()?.asString.trim() || value }));
    down.setAttribute('aria-label', t('Move down: %(choice)s', { choice: label()?.asString.trim() || value }));
  });

  /** @param {'up' | 'down'} sign @param {-1 | 1} step */
  function mover(sign, step) {
    const button = h('button.quiet', { type: 'button' }, icon(sign));
    button.addEventListener('click', () => {
      node.setValues(moved(order(), place(), step));
      (button.disabled ? (step < 0 ? down : up) : button).focus();
    });
    return button;
  }
  return h('li.rank-row', null, number, picture(ctx, () => label()?.imageSource), words, listenButton(ctx, () => label()?.audioSource, `${node.nodeId} ${value}`, () => `${formPath(node.currentState.reference)}#${value}`), up, down);
}
