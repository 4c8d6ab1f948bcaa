/**
 * Days in other calendars than the Gregorian, which is the one that a record holds.
 *
 * Sources: for the Ethiopian, Coptic and Islamic calendars Dershowitz and Reingold, Calendrical Calculations (Cambridge
 * University Press, 2018); the Islamic one is the tabular, civil reckoning that ODK Collect uses as well, which can differ
 * by a day from a sighting of the moon. For the Persian one the 33-year cycle, which agrees with the official
 * calendar from 1799 to 2118.
 *
 * @typedef {{year: number, month: number, day: number}} CalendarDay
 * @typedef {object} Calendar
 * @property {string} intl its name in `Intl`
 * @property {number} months in a year
 * @property {(day: CalendarDay) => number} number the Julian day number, of a day that exists
 */

const EPOCH = { coptic: 1825030, ethiopian: 1724221, islamic: 1948440, persian: 1948320 };
const UNIX_DAY = 2440588;
const DAY_MS = 86_400_000;

/** @param {number} epoch @returns {(day: CalendarDay) => number} twelve months of thirty days and a short one */
function alexandrian(epoch) {
  return ({ year, month, day }) => epoch + 365 * (year - 1) + Math.floor(year / 4) + 30 * (month - 1) + day - 1;
}

/** @type {Readonly<Record<string, Calendar>>} under the word by which a form asks for it */
export const CALENDARS = {
  ethiopian: { intl: 'ethiopic', months: 13, number: alexandrian(EPOCH.ethiopian) },
  coptic: { intl: 'coptic', months: 13, number: alexandrian(EPOCH.coptic) },
  islamic: {
    intl: 'islamic-civil',
    months: 12,
    number: ({ year, month, day }) => EPOCH.islamic + 354 * (year - 1) + Math.floor((3 + 11 * year) / 30) + 29 * (month - 1) + Math.floor((6 * month - 1) / 11) + day - 1,
  },
  persian: {
    intl: 'persian',
    months: 12,
    number: ({ year, month, day }) => EPOCH.persian + 365 * (year - 1) + Math.floor((8 * year + 21) / 33) + 30 * (month - 1) + Math.min(6, month - 1) + day - 1,
  },
};

/** The calendar that a form asks for, if it is one of ours. @param {Readonly<Record<string, boolean>>} appearances */
export function calendarAsked(appearances) {
  const name = Object.keys(CALENDARS).find((each) => appearances[each]);
  return name === undefined ? null : CALENDARS[name];
}

/** Days of a month. @param {Calendar} calendar @param {number} year @param {number} month */
export function monthLength(calendar, year, month) {
  const next = month === calendar.months ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
  return calendar.number(next) - calendar.number({ year, month, day: 1 });
}

/**
 * @param {Calendar} calendar
 * @param {CalendarDay} day
 * @returns {string | null} `YYYY-MM-DD` in the Gregorian calendar; null when the month has no such day
 */
export function toGregorian(calendar, { year, month, day }) {
  const whole = [year, month, day].every(Number.isInteger) && year >= 1 && year <= 9999;
  if (!whole || month < 1 || month > calendar.months || day < 1 || day > monthLength(calendar, year, month)) return null;
  const moment = new Date((calendar.number({ year, month, day }) - UNIX_DAY) * DAY_MS);
  const gregorian = moment.getUTCFullYear();
  return gregorian >= 1 && gregorian <= 9999 ? moment.toISOString().slice(0, 10) : null;
}

/**
 * @param {Calendar} calendar
 * @param {string} gregorian `YYYY-MM-DD`
 * @returns {CalendarDay | null} null for what is no day, and for days before the calendar begins
 */
export function fromGregorian(calendar, gregorian) {
  const moment = Date.parse(`${gregorian}T00:00:00Z`);
  if (Number.isNaN(moment)) return null;
  const number = Math.round(moment / DAY_MS) + UNIX_DAY;
  const begins = (/** @type {number} */ year, month = 1) => calendar.number({ year, month, day: 1 });
  let year = Math.max(1, Math.floor((number - begins(1)) / 366));
  while (begins(year + 1) <= number) year += 1;
  if (begins(year) > number) return null;
  let month = 1;
  while (month < calendar.months && begins(year, month + 1) <= number) month += 1;
  return { year, month, day: number - begins(year, month) + 1 };
}

/**
 * The name of a month where the browser knows one, else its number.
 *
 * @param {Calendar} calendar @param {number} month @param {string} language
 */
export function monthName(calendar, month, language) {
  const gregorian = toGregorian(calendar, { year: calendar.intl === 'ethiopic' ? 2015 : 1400, month, day: 1 });
  try {
    const name = new Intl.DateTimeFormat(`${language}-u-ca-${calendar.intl}-nu-latn`, { month: 'long', timeZone: 'UTC' }).format(new Date(`${gregorian}T00:00:00Z`));
    return /^\d+$/.test(name) ? String(month) : `${month} · ${name}`;
  } catch {
    return String(month);
  }
}
