/** Places: where the tablet is, or typed; a line or an area as a list of places. */

import { createMemo, createRenderEffect, createSignal, mapArray } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { formatNumber, n, t } from '../../i18n.js';
import { plainDigits } from '../numbers.js';
import { coarsened, isClosed, readPlace, withEnd } from '../places.js';
import { finder } from './finder.js';
import { aside, clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').InputNode<'geopoint'>} PointNode */
/** @typedef {import('@getodk/xforms-engine').InputNode<'geotrace' | 'geoshape'>} LineNode */

/** @param {Asking} ctx @param {PointNode} node */
export function pointControl(ctx, node) {
  const value = () => node.currentState.instanceValue;
  const figures = h('bdi', { dir: 'ltr' });
  const words = h('p.in-words', null, figures);
  createRenderEffect(() => {
    words.hidden = value() === '';
    figures.textContent = placeWords(value());
  });
  const coarse = coarseChoice(node, () => value() !== '' && node.setValue(coarsened(value())));
  const take = (/** @type {string} */ place) => node.setValue(coarse.on() ? coarsened(place) : place);
  return h('div.control', { role: 'group', ...tied(node) }, noMap(node), coarse.view, words, finder(node, { coarse: coarse.on, better: take }), typed(ctx, node, take), clearButton(() => value() !== '', () => node.setValue(null)));
}

/** @param {Asking} ctx @param {LineNode} node */
export function lineControl(ctx, node) {
  const area = node.valueType === 'geoshape';
  const least = area ? 3 : 2;
  const [places, setPlaces] = createSignal(pointsOf(node.currentState.instanceValue, area));
  const change = (/** @type {string[]} */ next) => {
    setPlaces(next);
    const enough = next.length >= least && (area || !isClosed(next));
    node.setValue(enough ? withEnd(next, area).join(';') : null);
    ctx.troubles.hold(node.nodeId, next.length > 0 && !enough ? () => t('Too few places yet: what is here is not kept.') : null);
  };
  const count = createMemo(() => places().length);
  const still = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    still.textContent = n('One place.', '%(count)s places.', count());
  });
  const list = h('ol.places');
  const rows = mapArray(places, (place, at) => placeRow(place, () => change(places().filter((_, index) => index !== at()))));
  createRenderEffect(() => replace(list, ...rows()));
  const coarse = coarseChoice(node, () => change(places().map(coarsened)));
  const add = (/** @type {string} */ place) => change([...places(), coarse.on() ? coarsened(place) : place]);
  return h('div.control', { role: 'group', ...tied(node) }, noMap(node), coarse.view, list, still, finder(node, { coarse: coarse.on, keep: add }), typed(ctx, node, add), clearButton(() => count() > 0, () => change([])));
}

/**
 * "Only about": the person may, and a form with the appearance `coarse` does, keep a place to about a kilometre.
 *
 * @param {PointNode | LineNode} node
 * @param {() => void} apply makes what is kept already coarse too
 */
function coarseChoice({ appearances }, apply) {
  const [on, setOn] = createSignal(Boolean(appearances.coarse));
  if (appearances.coarse) return { on, view: aside(t('Only the area is kept, to about one kilometre.')) };
  const box = h('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    setOn(box.checked);
    if (box.checked) apply();
  });
  const view = h('label.choice', null, box, h('span.mark', null, icon('tick')), h('span.words', null, t('Keep only the area, to about one kilometre')));
  return { on, view };
}

/** @param {string} place @param {() => void} remove */
function placeRow(place, remove) {
  const button = h('button.quiet', { type: 'button', onclick: remove, 'aria-label': t('Remove this place') }, icon('remove'));
  return h('li', null, h('span', null, h('bdi', { dir: 'ltr' }, placeWords(place))), button);
}

/** @param {Asking} ctx @param {PointNode | LineNode} node @param {(place: string) => void} take */
function typed(ctx, node, take) {
  const latitude = h('input.number', { type: 'text', inputmode: 'decimal', dir: 'ltr', autocomplete: 'off' });
  const longitude = h('input.number', { type: 'text', inputmode: 'decimal', dir: 'ltr', autocomplete: 'off' });
  const button = h('button.quiet', { type: 'button' }, t('Take this place'));
  button.addEventListener('click', () => {
    const place = readPlace(plainDigits(latitude.value), plainDigits(longitude.value));
    ctx.troubles.hold(node.nodeId, place ? null : () => t('Latitude goes from −90 to 90, longitude from −180 to 180.'));
    if (!place) return;
    take(place);
    latitude.value = '';
    longitude.value = '';
  });
  return h(
    'details.by-hand',
    null,
    h('summary', null, t('Type the place instead')),
    h('div.row', null, h('label', null, t('Latitude'), latitude), h('label', null, t('Longitude'), longitude), button),
  );
}

/** @param {PointNode | LineNode} node */
function noMap(node) {
  const { maps } = node.appearances;
  return maps || node.appearances['placement-map'] ? aside(t('There is no map in this app yet.')) : null;
}

/** @param {string} value @param {boolean} area */
function pointsOf(value, area) {
  const points = value.split(';').map((point) => point.trim()).filter(Boolean);
  return area && points.length > 1 ? points.slice(0, -1) : points;
}

/** @param {string} value "latitude longitude altitude accuracy" */
export function placeWords(value) {
  const [latitude, longitude, , accuracy] = value.split(/\s+/).map(Number);
  if (Number.isNaN(latitude) || longitude === undefined) return '';
  const place = `${formatNumber(latitude, 5)}; ${formatNumber(longitude, 5)}`;
  return accuracy ? `${place} (± ${formatNumber(accuracy, 0)} m)` : place;
}
