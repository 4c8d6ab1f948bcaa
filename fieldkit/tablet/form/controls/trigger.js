/** "I have read this": one box to tick. */

import { createRenderEffect } from 'solid-js';
import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { tied } from './shared.js';

/** @param {import('../context.js').Asking} _ctx @param {import('@getodk/xforms-engine').TriggerNode} node */
export function triggerControl(_ctx, node) {
  const box = h('input', { type: 'checkbox', 'aria-describedby': tied(node)['aria-describedby'] });
  box.addEventListener('change', () => node.setValue(box.checked));
  createRenderEffect(() => {
    box.checked = node.currentState.value;
  });
  return h('div.choices.control', null, h('label.choice', null, box, h('span.mark', null, icon('tick')), h('span.words', null, t('OK, done'))));
}
