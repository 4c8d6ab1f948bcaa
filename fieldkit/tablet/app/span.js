/** How long something is, in the unit in which people say it; the desk says it in the same way (`fieldkit/web/spans.py`). */

/** @typedef {'minute' | 'hour' | 'day'} Unit */

/**
 * The largest unit that says it exactly, to the minute; a longer span is rounded to it, by a sixth at most.
 * @param {number} span milliseconds, whichever way they run
 * @returns {{count: number, unit: Unit}}
 */
export function spanOf(span) {
  const minutes = Math.round(Math.abs(span) / 60_000);
  const hours = Math.round(minutes / 60);
  if (minutes < 180 && minutes % 60 !== 0) return { count: minutes, unit: 'minute' };
  if (hours < 72 && hours % 24 !== 0) return { count: hours, unit: 'hour' };
  return hours === 0 ? { count: minutes, unit: 'minute' } : { count: Math.round(hours / 24), unit: 'day' };
}
