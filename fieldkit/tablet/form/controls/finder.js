/** Asking the tablet where it is: how sure it is stands there all the while, and the surest place is the one that is kept. */

import { createRenderEffect, createSignal, onCleanup } from 'solid-js';
import { geopoint, watchPlace } from '../../engine/location.js';
import { h, icon } from '../../dom.js';
import { formatNumber, t } from '../../i18n.js';
import { COARSE_METRES, surer } from '../places.js';

/** @typedef {import('@getodk/xforms-engine').InputNode<'geopoint'>} PointNode */
/** @typedef {import('@getodk/xforms-engine').InputNode<'geotrace' | 'geoshape'>} LineNode */
/** @typedef {import('../../engine/location.js').Position} Position */

/** As sure as ODK Collect waits for where the form names nothing, in metres. */
const SURE_ENOUGH_M = 5;

/**
 * @param {PointNode | LineNode} node
 * @param {object} wanted
 * @param {() => boolean} wanted.coarse whether only the area is kept
 * @param {(place: string) => void} [wanted.better] called with every surer place: the answer follows
 * @param {(place: string) => void} [wanted.keep] called once, when the person keeps the place or it is sure enough
 */
export function finder(node, { coarse, better, keep }) {
  const limits = limitsOf(node, coarse);
  const [best, setBest] = createSignal(/** @type {Position | null} */ (null));
  const [looking, setLooking] = createSignal(false);
  const [trouble, setTrouble] = createSignal('');
  let end = () => {};

  function stop() {
    end();
    end = () => {};
    setLooking(false);
  }
  function finish() {
    stop();
    const found = best();
    if (found) keep?.(geopoint(found));
  }
  /** @param {Position} position */
  function found(position) {
    const { latitude, longitude, altitude, accuracy } = surer(best(), position);
    setBest({ latitude, longitude, altitude, accuracy });
    setTrouble('');
    better?.(geopoint({ latitude, longitude, altitude, accuracy }));
    if (accuracy <= limits.enough()) finish();
  }
  function begin() {
    stop();
    setBest(null);
    setTrouble('');
    setLooking(true);
    end = watchPlace(found, (problem) => {
      setTrouble(locationWords(problem));
      if (!mayStillCome(problem)) stop();
    });
  }
  onCleanup(() => end());

  const start = h('button.quiet', { type: 'button', onclick: begin }, icon('place'), t('Use the place where I am'));
  const take = h('button.quiet', { type: 'button', onclick: finish }, icon('tick'), keep ? t('Keep this place') : t('This is sure enough'));
  const cancel = h('button.quiet', { type: 'button', onclick: stop }, icon('stop'), t('Stop looking'));
  const said = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    start.hidden = looking();
    take.hidden = !looking() || best() === null;
    cancel.hidden = !looking() || best() !== null;
    said.textContent = trouble() || words(best(), looking(), limits.warning);
  });
  return h('div.finder', null, h('div.row', null, start, take, cancel), said);
}

/** @param {PointNode | LineNode} node @param {() => boolean} coarse */
function limitsOf({ nodeOptions }, coarse) {
  const { accuracyThreshold, unacceptableAccuracyThreshold } = /** @type {any} */ (nodeOptions ?? {});
  const form = Number(accuracyThreshold) || SURE_ENOUGH_M;
  return { enough: () => (coarse() ? COARSE_METRES : form), warning: Number(unacceptableAccuracyThreshold) || Infinity };
}

/** @param {Position | null} best @param {boolean} looking @param {number} warning */
function words(best, looking, warning) {
  if (!best) return looking ? t('Looking for the place …') : '';
  const metres = formatNumber(Math.round(best.accuracy), 0);
  if (best.accuracy > warning) return t('The place is only sure to %(metres)s metres. The form would like better: go outside, and wait a little.', { metres });
  return looking ? t('The place is sure to %(metres)s metres. Getting surer …', { metres }) : t('The place is sure to %(metres)s metres.', { metres });
}

/** A tablet that has lost its satellites finds them again; one that may not say where it is will not. @param {unknown} problem */
function mayStillCome(problem) {
  const code = /** @type {{code?: number}} */ (problem)?.code;
  return code === 2 || code === 3;
}

/** Why the tablet does not say where it is. @param {unknown} problem */
export function locationWords(problem) {
  const code = /** @type {{code?: number}} */ (problem)?.code;
  if (code === 1) return t('This app may not know where you are. Allow it in the settings of the browser, or type the place.');
  if (code === 3) return t('No place was found in time. Go outside and try again, or type the place.');
  return t('The tablet cannot say where it is. Try again outside, or type the place.');
}
