/**
 * Nothing is drawn anew under a finger: a tap that begins on one button and ends on another that took its place is no
 * tap to the browser, and the person would wonder why nothing happened.
 */

let down = false;
/** @type {(() => void)[]} */
const waiting = [];

/** Know from now on whether a finger, a pen or a button of the mouse is down. */
export function followTouch() {
  window.addEventListener('pointerdown', () => (down = true), true);
  // The window's own blur, and not that of what loses the focus to the button that is pressed.
  for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, () => setTimeout(lifted), end !== 'blur');
}

/** @returns {Promise<void>} when nothing is pressed; the click that a finger made has been answered by then */
export function untouched() {
  return down ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
}

function lifted() {
  down = false;
  for (const go of waiting.splice(0)) go();
}
