/** Places that were noted one after another. */

/** @typedef {{latitude: number, longitude: number, accuracy: number, at: number}} Noted `at` in milliseconds since 1970 */

/**
 * The surest place that is not too old; of two as sure the later one.
 *
 * @param {readonly Noted[]} noted in the order of their times
 * @param {number} now @param {number} maxAgeMs
 * @returns {Noted | null}
 */
export function surestOf(noted, now, maxAgeMs) {
  const fresh = noted.filter(({ at }) => now - at <= maxAgeMs);
  return fresh.reduce((/** @type {Noted | null} */ best, next) => (best && best.accuracy < next.accuracy ? best : next), null);
}
