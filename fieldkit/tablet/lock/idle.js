/** When the tablet locks itself: five minutes after the last touch, one minute after it went out of sight. */
import { isHeldAwake } from './keyring.js';

export const UNTOUCHED_MS = 5 * 60_000;
export const HIDDEN_MS = 60_000;
const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'input'];

/** @typedef {{steady: number, clock: number}} Instant milliseconds; `steady` stands still on some tablets that sleep, `clock` can be set */

/**
 * @param {Instant} from
 * @param {Instant} to
 * @returns {number} milliseconds that went by, whichever of the two saw more of them
 */
export function between(from, to) {
  return Math.max(to.steady - from.steady, to.clock - from.clock);
}

/**
 * @param {{touched: Instant, hidden: Instant | null, now: Instant}} when hidden: since when it is out of sight
 * @returns {boolean}
 */
export function isDue({ touched, hidden, now }) {
  return between(touched, now) >= UNTOUCHED_MS || (hidden !== null && between(hidden, now) >= HIDDEN_MS);
}

/** @param {() => void} act called when it is due, and again while it stays so */
export function whenIdle(act) {
  let touched = instant();
  /** @type {Instant | null} */
  let hidden = null;
  const look = () => {
    if (isHeldAwake()) {
      touched = instant();
      hidden &&= touched;
    } else if (isDue({ touched, hidden, now: instant() })) act();
  };
  const touch = () => {
    look(); // a touch after a long sleep comes too late
    touched = instant();
  };
  for (const kind of TOUCHES) window.addEventListener(kind, touch, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    look();
    hidden = document.visibilityState === 'hidden' ? instant() : null;
  });
  setInterval(look, LOOK_MS);
}

/** @returns {Instant} */
function instant() {
  return { steady: performance.now(), clock: Date.now() };
}
