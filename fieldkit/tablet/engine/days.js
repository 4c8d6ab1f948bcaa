/**
 * Days as ODK Collect counts them: by the calendar of the place, from the first of January 1970, so that a day and thirty
 * more is a day, also over the change to summer time. What is computed becomes a day, a time or both, as its question asks.
 */

const DAY_MS = 86_400_000;
const NUMBER = /^-?\d+(\.\d+)?$/;
const DAY_AND_TIME = /^(\d{4}-\d{2}-\d{2})T(.+)$/;

/** @typedef {{toPlainDateTime(): {toZonedDateTime(zone: string): {epochMilliseconds: number}}}} Moment */

/** How many days a moment is from the first one, by the clock on the wall. @param {Moment} moment */
export function daysOf(moment) {
  return moment.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds / DAY_MS;
}

/** The day that a computed text means: of a moment its day, of a number that day. @param {unknown} text */
export function dayOf(text) {
  const computed = onTheWall(text);
  return DAY_AND_TIME.exec(computed)?.[1] ?? computed;
}

/** The time that a computed text means. @param {unknown} text */
export function timeOf(text) {
  const computed = onTheWall(text);
  return DAY_AND_TIME.exec(computed)?.[2] ?? computed;
}

/** The moment that a computed text means: of a day its beginning here. @param {unknown} text */
export function momentOf(text) {
  const computed = onTheWall(text);
  const wall = /^\d{4}-\d{2}-\d{2}$/.test(computed) ? `${computed}T00:00:00.000` : computed;
  return wall === text ? wall : `${wall}${offsetAt(wall)}`;
}

/** A number of days as what clock and calendar show then; else the text as it is. @param {unknown} text @returns {string} */
function onTheWall(text) {
  const given = String(text ?? '');
  const moment = NUMBER.test(given) ? new Date(Math.round(Number(given) * DAY_MS)) : null;
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString().slice(0, -1) : given;
}

/** What a time of this place is ahead of UTC: `+02:00`. @param {string} wall */
function offsetAt(wall) {
  const minutes = -new Date(wall).getTimezoneOffset();
  const two = (/** @type {number} */ number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
  return Number.isNaN(minutes) ? '' : `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
