/** Answers that can be seen and not changed. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { answerText } from '../answer.js';
import { aside, tied } from './shared.js';

/** @typedef {import('../../engine/types.js').AnyControlNode} AnyControlNode */

/** @param {AnyControlNode} node */
export function shownControl(node) {
  const value = h('p.value', { ...tied(node), dir: 'auto' });
  createRenderEffect(() => {
    value.textContent = answerText(node);
  });
  return h('div.control', null, h('p.pill', null, icon('lock'), t('Cannot be changed here')), value);
}

/** A note: its words are its label; where it also has a value, that. @param {AnyControlNode} node */
export function noteControl(node) {
  const value = h('p.value', { dir: 'auto' });
  createRenderEffect(() => {
    value.textContent = answerText(node);
    value.hidden = value.textContent === '';
  });
  return value;
}

/** Said, so that nobody believes the question was asked. @param {string} kind */
export function unsupportedControl(kind) {
  return aside(t('This app cannot ask this kind of question (%(kind)s). It stays without an answer. Please tell your coordinator.', { kind }));
}
