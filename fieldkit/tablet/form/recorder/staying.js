/** Buttons that come and go with what is being recorded, for somebody who has a keyboard and no pointer. */

/**
 * Draw a place anew; the focus goes to the button that took the place of the one that had it.
 *
 * @param {HTMLElement} place
 * @param {() => void} draw
 * @returns {boolean} whether the focus was there and no button is left to take it
 */
export function stayingOn(place, draw) {
  const at = [...place.querySelectorAll('button')].findIndex((button) => button === document.activeElement);
  draw();
  const buttons = place.querySelectorAll('button');
  if (at >= 0) buttons[Math.min(at, buttons.length - 1)]?.focus({ preventScroll: true });
  return at >= 0 && buttons.length === 0;
}
