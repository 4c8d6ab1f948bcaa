/**
 * How long one waits after wrong attempts. The wait is counted in seconds during which the app is open and is kept with
 * the person: neither another time on the tablet's clock nor opening the app again makes it shorter.
 */

const FREE_ATTEMPTS = 4;
const FIRST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

/** @typedef {{wrong: number, left: number}} Attempts wrong ones in a row; milliseconds still to wait */

/** @type {Attempts} */
export const NO_ATTEMPTS = { wrong: 0, left: 0 };

/**
 * @param {number} wrong attempts in a row
 * @returns {number} milliseconds: none for the first four, 30 s after the fifth, doubled by each further one, 15 minutes at most
 */
export function pauseAfter(wrong) {
  return wrong <= FREE_ATTEMPTS ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (wrong - FREE_ATTEMPTS - 1));
}

/**
 * An attempt counts as wrong until it proves right: ending the app meanwhile gives nothing.
 * @param {Attempts} attempts
 * @returns {Attempts | null} null when it is too early
 */
export function beginAttempt({ wrong, left }) {
  return left > 0 ? null : { wrong: wrong + 1, left: pauseAfter(wrong + 1) };
}

/** @param {Attempts} attempts @param {number} ms that went by @returns {Attempts} */
export function waited({ wrong, left }, ms) {
  return { wrong, left: Math.max(0, left - Math.max(0, ms)) };
}
