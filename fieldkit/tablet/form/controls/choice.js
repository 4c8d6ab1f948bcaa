/** One choice: picture, word and sound. A tap chooses and never goes on. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { formPath } from '../../engine/files.js';
import { idFor } from '../context.js';
import { biggerButton, listenButton, picture } from '../media.js';
import { passage } from '../passage.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').SelectNode} SelectNode */
/** @typedef {import('@getodk/xforms-engine').SelectItem} SelectItem */

/**
 * @param {Asking} ctx
 * @param {SelectNode} node
 * @param {string} value
 * @param {(value: string) => string} [aside] what stands behind the words
 */
export function choiceRow(ctx, node, value, aside) {
  const one = node.selectType === 'select1';
  const label = () => node.getValueOption(value)?.label;
  const box = h('input', { type: one ? 'radio' : 'checkbox', name: idFor(node, 'choice'), value });
  box.addEventListener('change', () => choose(node, value, box.checked));
  createRenderEffect(() => {
    box.checked = node.isSelected(value);
  });
  const words = passage(h('span.words'), ctx, label, () => value);
  const behind = h('span.distance', { hidden: !aside });
  createRenderEffect(() => {
    behind.textContent = aside?.(value) ?? '';
  });
  return h(
    'div.choice-row',
    null,
    h('label.choice', null, box, h('span.mark', null, icon('tick')), picture(ctx, () => label()?.imageSource), words, behind),
    biggerButton(ctx, () => label()?.imageSource),
    listenButton(ctx, () => label()?.audioSource, `${node.nodeId} ${value}`, () => `${formPath(node.currentState.reference)}#${value}`),
  );
}

/** @param {SelectNode} node @param {string} value @param {boolean} on */
export function choose(node, value, on) {
  if (node.selectType === 'select1') node.selectValue(on ? value : null);
  else node.selectValues(on ? [...node.currentState.value, value] : node.currentState.value.filter((other) => other !== value));
}

/** The words of a choice; its value when the form gives it none. @param {SelectItem} option */
export function choiceWords(option) {
  return option.label.asString.trim() || option.value;
}
