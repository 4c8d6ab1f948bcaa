/**
 * Words, numbers and dates in the language of the person who holds the tablet.
 *
 * Messages, plural rule, number and date tables come from the server's catalogue (`/tablet/i18n/<code>.json`), so that
 * tablet and desk say the same and a language does not depend on what the browser's own tables know.
 */
import { formatPattern, groupDigits, listed } from './i18n/patterns.js';

/**
 * @typedef {import('./i18n/patterns.js').DateTable} DateTable
 * @typedef {import('./i18n/patterns.js').NumberTable} NumberTable
 * @typedef {{code: string, direction: 'ltr' | 'rtl'}} Language
 * @typedef {Language & {plural: number[], messages: Record<string, string | string[]>, dates: DateTable,
 *   numbers: NumberTable, lists: import('./i18n/patterns.js').ListTable}} Pack
 *   `plural[n]` is the index of the form for n, to 199; from there it repeats every hundred
 */

/** @type {Pack} What holds before a pack is loaded: the messages are English as they stand in the source. */
const SOURCE = {
  code: 'en',
  direction: 'ltr',
  plural: Array.from({ length: 200 }, (_, count) => (count === 1 ? 0 : 1)),
  messages: {},
  numbers: { decimal: '.', group: ',' },
  dates: {
    months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    monthsAlone: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    periods: { am: 'AM', pm: 'PM' },
    date: 'd MMMM y',
    day: 'EEEE d MMMM',
    month: 'MMMM y',
    time: 'HH:mm',
    moment: '{1}, {0}',
  },
  lists: { start: ', ', middle: ', ', end: ' and ', 2: ' and ' },
};

let pack = SOURCE;
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Translate a message. Placeholders are named, as on the server: `%(name)s`.
 * @param {string} message the English text, which is the key of the catalogue
 * @param {Record<string, string | number>} [values] numbers are written in the language's way
 * @returns {string}
 */
export function t(message, values) {
  const found = pack.messages[message];
  return fill(typeof found === 'string' && found !== '' ? found : message, values);
}

/**
 * Translate a message that counts; `%(count)s` is the number.
 * @param {string} one the English text for one
 * @param {string} many the English text for any other number
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function n(one, many, count, values) {
  const forms = pack.messages[one];
  const chosen = Array.isArray(forms) ? forms[pluralIndex(count)] : '';
  return fill(chosen || (count === 1 ? one : many), { count, ...values });
}

/** @param {number} count */
function pluralIndex(count) {
  const whole = Math.abs(Math.trunc(count));
  return pack.plural[whole < 200 ? whole : 100 + (whole % 100)];
}

/** @param {string} text @param {Record<string, string | number>} [values] */
function fill(text, values) {
  if (!values) return text;
  return text.replace(/%\((\w+)\)s/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

/** @returns {Language} the language in use */
export function language() {
  return { code: pack.code, direction: pack.direction };
}

/** @returns {'ltr' | 'rtl'} the direction of the language in use */
export function direction() {
  return pack.direction;
}

/**
 * Load a language and use it from now on: `lang` and `dir` of the page, then everyone who listens.
 * @param {string} code
 * @throws {Error} when its pack can be had neither from the tablet nor from the server; the old language stays
 */
export async function setLanguage(code) {
  const answer = await fetch(`/tablet/i18n/${encodeURIComponent(code)}.json`);
  if (!answer.ok) throw new Error(`no language pack for ${code}`);
  usePack(await answer.json());
}

/** @param {Pack} loaded a pack that is at hand */
export function usePack(loaded) {
  pack = loaded;
  if (typeof document !== 'undefined') {
    document.documentElement.lang = pack.code;
    document.documentElement.dir = pack.direction;
  }
  for (const listener of [...listeners]) listener();
}

/**
 * Be told when the language changes.
 * @param {() => void} listener
 * @returns {() => void} ends it
 */
export function onLanguageChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * @param {number} value
 * @param {number} [decimals] at most so many; trailing zeros are left out
 */
export function formatNumber(value, decimals = 2) {
  return groupDigits(value, decimals, pack.numbers);
}

/**
 * A moment as a date, in the tablet's own time zone.
 * @param {Date | string} moment
 * @param {'date' | 'day' | 'month'} [style] `date`: 4 May 2026; `day`: Monday 4 May; `month`: May 2026
 */
export function formatDate(moment, style = 'date') {
  return formatPattern(pack.dates[style], new Date(moment), pack.dates);
}

/** @param {Date | string} moment */
export function formatTime(moment) {
  return formatPattern(pack.dates.time, new Date(moment), pack.dates);
}

/**
 * A day and a clock time that are written already, as one.
 * @param {string} day @param {string} clock
 */
export function joinMoment(day, clock) {
  return pack.dates.moment.replace('{1}', () => day).replace('{0}', () => clock);
}

/**
 * Items one after the other with the language's own commas between them.
 * @template Item
 * @param {readonly Item[]} items words, or elements that hold them
 * @returns {(Item | string)[]}
 */
export function inList(items) {
  return listed(items, pack.lists);
}

/** @param {readonly string[]} words */
export function formatList(words) {
  return inList(words).join('');
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  if (bytes < 1000) return t('%(amount)s bytes', { amount: bytes });
  if (bytes < 1e6) return t('%(amount)s KB', { amount: formatNumber(bytes / 1e3, 0) });
  if (bytes < 1e9) return t('%(amount)s MB', { amount: formatNumber(bytes / 1e6, 1) });
  return t('%(amount)s GB', { amount: formatNumber(bytes / 1e9, 1) });
}
