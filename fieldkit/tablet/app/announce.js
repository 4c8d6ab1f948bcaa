/**
 * Says something to whoever listens instead of looking. Screens are drawn anew as a whole, and a live region that is
 * drawn anew is read out again or not at all: so there are some beside them, and each changes only with its words.
 */
import { h } from '../dom.js';

/** @typedef {'standing' | 'news' | 'result' | 'warning'} About how it is with the network; what was done; what a check found; what is in the way: at once */

/** @type {Partial<Record<About, HTMLElement>>} */
const regions = {};

/** @param {About} about @param {string} words read out once, when they differ from the last */
export function announce(about, words) {
  const region = (regions[about] ??= newRegion(about));
  if (region.textContent !== words) region.textContent = words;
}

/** @param {About} about */
function newRegion(about) {
  const region = h('div.seen-by-readers', { id: `said-${about}`, role: about === 'warning' ? 'alert' : 'status' });
  document.body.append(region);
  return region;
}
