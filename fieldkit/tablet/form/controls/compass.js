/** The direction in which the tablet points, for questions that ask for a bearing; the number can always be typed. */

import { onCleanup } from 'solid-js';
import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { bearingOf } from '../bearing.js';

/** @typedef {import('@getodk/xforms-engine').InputNode<'int' | 'decimal'>} NumberNode */

const PATIENCE_MS = 5000;

/** @param {import('../context.js').Asking} _ctx @param {NumberNode} node */
export function compassButton(_ctx, node) {
  const said = h('p.quiet-words', { role: 'status' });
  const button = h('button.quiet', { type: 'button' }, icon('compass'), t('Take the direction of the tablet'));
  const stopped = new AbortController();
  onCleanup(() => stopped.abort());
  button.addEventListener('click', async () => {
    said.textContent = t('Point the tablet in the direction …');
    const degrees = await pointing(stopped.signal);
    if (degrees !== null) node.setValue(String(node.valueType === 'int' ? Math.round(degrees) % 360 : degrees));
    said.textContent = degrees === null ? t('This tablet has no compass. Type the number of degrees: 0 is north, 90 is east.') : '';
  });
  return h('div', null, button, said);
}

/**
 * @param {AbortSignal} gone
 * @returns {Promise<number | null>} degrees clockwise from north; null when the tablet has no compass or may not say
 */
async function pointing(gone) {
  const { DeviceOrientationEvent: Orientation } = /** @type {any} */ (globalThis);
  if (!Orientation) return null;
  // An iPad asks the person first; others do not know the question.
  if (Orientation.requestPermission && (await Orientation.requestPermission()) !== 'granted') return null;
  return new Promise((resolve) => {
    const over = AbortSignal.any([gone, AbortSignal.timeout(PATIENCE_MS)]);
    over.addEventListener('abort', () => resolve(null));
    const heard = (/** @type {Event} */ event) => {
      const degrees = bearingOf(/** @type {any} */ (event));
      if (degrees !== null) resolve(degrees);
    };
    for (const name of ['deviceorientationabsolute', 'deviceorientation']) window.addEventListener(name, heard, { signal: over });
  });
}
