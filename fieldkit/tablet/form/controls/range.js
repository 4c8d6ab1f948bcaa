/** A place between two ends: boxes to tap where there are few steps, a slider with plus and minus where there are many. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { formatNumber, t } from '../../i18n.js';
import { idFor } from '../context.js';
import { stepsOf } from '../steps.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').RangeNode} RangeNode */

const FEW = 11;

/** @param {Asking} _ctx @param {RangeNode} node */
export function rangeControl(_ctx, node) {
  const steps = stepsOf(node.definition.bounds);
  const control = steps.length <= FEW ? boxes(node, steps) : slider(node, steps);
  return h('div.control', null, control, clearButton(() => valueOf(node) !== '', () => node.setValue(null)));
}

/** @param {RangeNode} node */
function valueOf(node) {
  const text = node.currentState.instanceValue;
  return text === '' ? '' : String(Number(text));
}

/** @param {RangeNode} node @param {string[]} steps */
function boxes(node, steps) {
  const rows = steps.map((step) => {
    const box = h('input', { type: 'radio', name: idFor(node, 'step'), value: step });
    box.addEventListener('change', () => node.setValue(step));
    createRenderEffect(() => {
      box.checked = valueOf(node) === step;
    });
    return h('label.choice.step', null, box, h('span.mark', null, icon('tick')), h('span.words', null, formatNumber(Number(step), 6)));
  });
  return h('div.choices.steps', { role: 'radiogroup', ...tied(node) }, ...rows);
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
  return h('div.slider', null, shown, h('div.slide', null, less, h('div', null, track, ends), more));
}
