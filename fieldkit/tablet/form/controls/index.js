/** Which control a question gets. */

import { createRenderEffect, untrack } from 'solid-js';
import { h, replace } from '../../dom.js';
import { barcodeControl } from './barcode.js';
import { dateControl, dateTimeControl, timeControl } from './moment.js';
import { numberControl } from './number.js';
import { lineControl, pointControl } from './place.js';
import { rangeControl } from './range.js';
import { rankControl } from './rank.js';
import { selectControl } from './select.js';
import { noteControl, shownControl, unsupportedControl } from './shown.js';
import { slipControl } from './slip.js';
import { textControl } from './text.js';
import { triggerControl } from './trigger.js';
import { uploadControl } from './upload.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('../../engine/types.js').AnyControlNode} AnyControlNode */

/** @type {Record<string, (ctx: Asking, node: any) => HTMLElement | null>} */
const INPUTS = {
  string: textControl,
  int: numberControl,
  decimal: numberControl,
  date: dateControl,
  time: timeControl,
  dateTime: dateTimeControl,
  geopoint: pointControl,
  geotrace: lineControl,
  geoshape: lineControl,
  barcode: barcodeControl,
};

/** @type {Record<string, (ctx: Asking, node: any) => HTMLElement | null>} */
const CONTROLS = {
  input: (ctx, node) => (INPUTS[node.valueType] ?? (() => unsupportedControl(node.valueType)))(ctx, node),
  select: selectControl,
  rank: rankControl,
  range: rangeControl,
  trigger: triggerControl,
  upload: uploadControl,
};

/**
 * The control for a question, or its answer alone while it is read-only.
 *
 * @param {Asking} ctx
 * @param {AnyControlNode} node
 */
export function controlFor(ctx, node) {
  if (node.nodeType === 'note') return /** @type {Record<string, boolean>} */ (node.appearances).slip ? slipControl(ctx, node) : noteControl(node);
  const draw = CONTROLS[node.nodeType] ?? (() => unsupportedControl(node.nodeType));
  const place = h('div.answering');
  createRenderEffect(() => {
    const fixed = node.currentState.readonly;
    untrack(() => replace(place, fixed ? shownControl(node) : draw(ctx, node)));
  });
  return place;
}
