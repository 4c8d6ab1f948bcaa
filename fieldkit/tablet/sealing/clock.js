/** A tablet's clock may be wrong: what it was wrong by, when the server was last asked, stays with the record. */

/** Less than this is within what a clock and a slow network do anyway, in milliseconds. */
const WORTH_SAYING_MS = 60_000;

/**
 * Put a comment behind the record's last tag, where the clock was wrong.
 * @param {string} xml
 * @param {number} aheadMs by which the tablet's clock was ahead of the server's; negative when it was behind
 * @returns {string} the same record
 */
export function withClock(xml, aheadMs) {
  return Math.abs(aheadMs) < WORTH_SAYING_MS ? xml : `${xml}<!-- clock ahead by ${Math.round(aheadMs / 1000)} s -->`;
}
