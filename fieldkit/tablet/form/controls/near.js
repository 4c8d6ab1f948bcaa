/** Choosing a place from a list: in place of a map, the nearest first with its distance, once the tablet knows where it is. */

import { createMemo, createSignal } from 'solid-js';
import { h, icon } from '../../dom.js';
import { optionsOf } from '../../engine/choices.js';
import { locate } from '../../engine/location.js';
import { formatNumber, t } from '../../i18n.js';
import { byDistance } from '../nearness.js';
import { locationWords } from './finder.js';
import { searchControl } from './search.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').SelectNode} SelectNode */
/** @typedef {import('../nearness.js').Spot} Spot */

/** @param {Asking} ctx @param {SelectNode} node */
export function nearControl(ctx, node) {
  const [here, setHere] = createSignal(/** @type {Spot | null} */ (null));
  const measured = createMemo(() => {
    const spot = here();
    return spot ? byDistance(optionsOf(node), spot) : null;
  });
  const metres = createMemo(() => new Map(measured()?.map(({ option, metres }) => [option.value, metres])));
  const options = () => measured()?.map(({ option }) => option) ?? optionsOf(node);
  const aside = (/** @type {string} */ value) => {
    const far = metres().get(value);
    return typeof far === 'number' ? distance(far) : '';
  };
  return h('div.control', null, asker(setHere), searchControl(ctx, node, { options, aside }));
}

/** @param {(spot: Spot) => void} found */
function asker(found) {
  const said = h('p.quiet-words', { role: 'status' });
  const button = h('button.quiet', { type: 'button' }, icon('place'), t('Show what is near me'));
  button.addEventListener('click', async () => {
    said.textContent = t('Looking for the place …');
    try {
      found(await locate());
      said.textContent = '';
    } catch (error) {
      said.textContent = locationWords(error);
    }
  });
  return h('div', null, button, said);
}

/** @param {number} metres */
function distance(metres) {
  if (metres < 1000) return t('%(metres)s m', { metres: formatNumber(Math.round(metres / 10) * 10, 0) });
  return t('%(kilometres)s km', { kilometres: formatNumber(metres / 1000, 1) });
}
