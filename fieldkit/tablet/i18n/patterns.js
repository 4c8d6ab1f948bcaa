/** Numbers and dates written by the tables and patterns of CLDR that the server exports. */

/**
 * @typedef {{decimal: string, group: string}} NumberTable
 * @typedef {{months: string[], shortMonths: string[], monthsAlone: string[], days: string[], periods: {am: string, pm: string},
 *   date: string, day: string, month: string, time: string, moment: string}} DateTable
 *   monthsAlone: as they are called without a day; days begin with Monday; date, day, month and time are CLDR patterns;
 *   moment joins {1} the date and {0} the time
 * @typedef {{start: string, middle: string, end: string, 2: string}} ListTable what stands between two items
 */

/**
 * Items with what a language writes between them.
 * @template Item
 * @param {readonly Item[]} items
 * @param {ListTable} table
 * @returns {(Item | string)[]} the items in their order, a separator between each two
 */
export function listed(items, table) {
  const last = items.length - 1;
  const before = (/** @type {number} */ at) => (last === 1 ? table[2] : at === last ? table.end : at === 1 ? table.start : table.middle);
  return items.flatMap((item, at) => (at === 0 ? [item] : [before(at), item]));
}

/**
 * @param {number} value
 * @param {number} decimals at most so many
 * @param {NumberTable} table
 */
export function groupDigits(value, decimals, table) {
  const [whole, fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
  const kept = fraction.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, table.group);
  const negative = value < 0 && /[1-9]/.test(whole + kept);
  return `${negative ? '-' : ''}${grouped}${kept && table.decimal + kept}`;
}

/**
 * Write a moment by a CLDR pattern; letters in single quotes are literal.
 * @param {string} pattern
 * @param {Date} moment in the tablet's own time zone
 * @param {DateTable} table
 */
export function formatPattern(pattern, moment, table) {
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (token, literal, letter) => {
    if (letter === undefined) return literal === '' ? "'" : literal.replace(/''/g, "'");
    return field(letter, token.length, moment, table);
  });
}

/** @param {string} letter @param {number} length @param {Date} moment @param {DateTable} table */
function field(letter, length, moment, table) {
  const number = (/** @type {number} */ value) => String(value).padStart(length, '0');
  switch (letter) {
    case 'y':
      return length === 2 ? number(moment.getFullYear() % 100) : String(moment.getFullYear());
    case 'M':
      return month(length, moment, table.months, table);
    case 'L':
      return month(length, moment, table.monthsAlone, table);
    case 'd':
      return number(moment.getDate());
    case 'E':
    case 'c':
      return table.days[(moment.getDay() + 6) % 7];
    case 'H':
      return number(moment.getHours());
    case 'h':
      return number(moment.getHours() % 12 || 12);
    case 'm':
      return number(moment.getMinutes());
    case 's':
      return number(moment.getSeconds());
    case 'a':
    case 'b':
      return moment.getHours() < 12 ? table.periods.am : table.periods.pm;
    default:
      throw new RangeError(`a date pattern uses “${letter}”, which is not known here`);
  }
}

/** @param {number} length @param {Date} moment @param {string[]} names @param {DateTable} table */
function month(length, moment, names, table) {
  const index = moment.getMonth();
  if (length >= 4) return names[index];
  return length === 3 ? table.shortMonths[index] : String(index + 1).padStart(length, '0');
}
