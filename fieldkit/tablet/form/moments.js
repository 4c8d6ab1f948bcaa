/** Dates and times as the form's record writes them. */

/**
 * A time of day with this tablet's distance from UTC, as ODK Collect writes it.
 *
 * @param {string} clock `HH:MM`
 * @param {Date} moment the day whose offset holds
 */
export function timeWithOffset(clock, moment) {
  return `${clock}:00.000${offsetOf(moment)}`;
}

/**
 * @param {string} day `YYYY-MM-DD`
 * @param {string} clock `HH:MM`
 */
export function momentWithOffset(day, clock) {
  return `${day}T${timeWithOffset(clock, new Date(`${day}T${clock}`))}`;
}

/** @param {Date} moment */
export function offsetOf(moment) {
  const minutes = -moment.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * The hour and minute of a record's time, as it was written where it was written.
 *
 * @param {string | null} value
 */
export function clockOf(value) {
  return value?.match(/(?:^|T)(\d{2}:\d{2})/)?.[1] ?? '';
}

/** @param {string | null} value */
export function dayOf(value) {
  return value?.match(/^\d{4}-\d{2}-\d{2}/)?.[0] ?? '';
}

/** Today on this tablet. @param {Date} now */
export function dayOfDate(now) {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @typedef {'day' | 'month' | 'year'} Finest how finely a date is asked for */

/** @param {Partial<Record<'year' | 'month-year', boolean>>} appearances @returns {Finest} */
export function finestOf(appearances) {
  if (appearances.year) return 'year';
  return appearances['month-year'] ? 'month' : 'day';
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, '0');
}
