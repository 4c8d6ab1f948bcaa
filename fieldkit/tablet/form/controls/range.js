/** A place between two ends: boxes to tap where there are few steps, a slider with plus and minus where there are many; a list, a ladder or stars where the form asks for them. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { formatNumber, t } from '../../i18n.js';
import { idFor } from '../context.js';
import { stepsOf } from '../steps.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').RangeNode} RangeNode */

const FEW = 11;
const MOST_STARS = 10;

/** @param {Asking} _ctx @param {RangeNode} node */
export function rangeControl(_ctx, node) {
  const steps = stepsOf(node.definition.bounds);
  const control = drawer(node, steps)(node, steps);
  return h('div.control', null, control, clearButton(() => valueOf(node) !== '', () => node.setValue(null)));
}

/** @param {RangeNode} node @param {string[]} steps @returns {(node: RangeNode, steps: string[]) => HTMLElement} */
function drawer({ appearances }, steps) {
  if (appearances.picker) return picker;
  if (appearances.rating && steps.length <= MOST_STARS) return stars;
  if (steps.length > FEW) return slider;
  return appearances.vertical || appearances.distress ? ladder : boxes;
}

/** @param {RangeNode} node */
function valueOf(node) {
  const text = node.currentState.instanceValue;
  return text === '' ? '' : String(Number(text));
}

/** @param {RangeNode} node @param {string[]} steps */
function boxes(node, steps) {
  return h('div.choices.steps', { role: 'radiogroup', ...tied(node) }, ...steps.map((step) => stepBox(node, step, h('span.mark', null, icon('tick')))));
}

/** The highest on top, as on a thermometer. @param {RangeNode} node @param {string[]} steps */
function ladder(node, steps) {
  const distress = node.appearances.distress ? '.distress' : '';
  const rows = steps.map((step) => stepBox(node, step, h('span.mark', null, icon('tick'))));
  return h(`div.choices.ladder${distress}`, { role: 'radiogroup', ...tied(node) }, ...rows.reverse());
}

/** As many stars as the value; each star is a choice with its number. @param {RangeNode} node @param {string[]} steps */
function stars(node, steps) {
  const rows = steps.map((step) => {
    const star = h('span.star', null, icon('star'));
    createRenderEffect(() => star.classList.toggle('lit', valueOf(node) !== '' && Number(step) <= Number(valueOf(node))));
    return stepBox(node, step, star);
  });
  return h('div.choices.rating', { role: 'radiogroup', ...tied(node) }, ...rows);
}

/** @param {RangeNode} node @param {string} step @param {HTMLElement} sign */
function stepBox(node, step, sign) {
  const box = h('input', { type: 'radio', name: idFor(node, 'step'), value: step });
  box.addEventListener('change', () => node.setValue(step));
  createRenderEffect(() => {
    box.checked = valueOf(node) === step;
  });
  return h('label.choice.step', null, box, sign, h('span.words', null, formatNumber(Number(step), 6)));
}

/** @param {RangeNode} node @param {string[]} steps */
function picker(node, steps) {
  const options = steps.map((step) => h('option', { value: step }, formatNumber(Number(step), 6)));
  const field = h('select', tied(node), h('option', { value: '' }, t('Choose')), ...options);
  field.addEventListener('change', () => node.setValue(field.value || null));
  createRenderEffect(() => {
    field.value = valueOf(node);
  });
  return field;
}

/** @param {RangeNode} node @param {string[]} steps */
function slider(node, steps) {
  const track = h('input', { ...tied(node), type: 'range', min: 0, max: steps.length - 1, step: 1 });
  const shown = h('output.in-words');
  const set = (/** @type {number} */ index) => node.setValue(steps[Math.min(steps.length - 1, Math.max(0, index))]);
  const place = () => steps.indexOf(valueOf(node));
  track.addEventListener('input', () => set(Number(track.value)));
  createRenderEffect(() => {
    const at = place();
    track.value = String(at < 0 ? Math.floor(steps.length / 2) : at);
    track.classList.toggle('unset', at < 0);
    track.setAttribute('aria-valuetext', at < 0 ? t('Nothing chosen yet') : formatNumber(Number(steps[at]), 6));
    shown.textContent = at < 0 ? t('Nothing chosen yet') : formatNumber(Number(steps[at]), 6);
  });
  const less = h('button.quiet', { type: 'button', 'aria-label': t('Less'), onclick: () => set(place() < 0 ? 0 : place() - 1) }, '−');
  const more = h('button.quiet', { type: 'button', 'aria-label': t('More'), onclick: () => set(place() + 1) }, icon('plus'));
  const ends = h('div.ends', null, h('span', null, formatNumber(Number(steps[0]), 6)), h('span', null, formatNumber(Number(steps[steps.length - 1]), 6)));
  return h('div.slider', null, shown, h('div.slide', null, less, h('div', null, track, node.appearances['no-ticks'] ? null : ends), more));
}
