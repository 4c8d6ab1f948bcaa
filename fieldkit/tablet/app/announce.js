/**
 * Says something to whoever listens instead of looking. Screens are drawn anew as a whole, and a live region that is
 * drawn anew is read out again or not at all: so there is one, beside them, and it changes only with its words.
 */
import { h } from '../dom.js';

/** @type {HTMLElement | null} */
let region = null;

/** @param {string} words read out once, when they differ from the last */
export function announce(words) {
  if (!region) {
    region = h('div.seen-by-readers', { role: 'status' });
    document.body.append(region);
  }
  if (region.textContent !== words) region.textContent = words;
}
