/**
 * Code points on the wire and in the store, UTF-16 units in the browser.
 *
 * `tests/vectors/offsets.json` holds the cases on which this module and `fieldkit/coding/offsets.py` agree.
 */

/**
 * @param {string} text
 * @param {number} index a UTF-16 index inside the text
 * @returns {boolean} whether a surrogate pair begins there
 */
function pairAt(text, index) {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}

/**
 * @param {string} text
 * @param {number} offset in UTF-16 units
 * @returns {number} the same place in code points; within a surrogate pair, the code point it belongs to
 */
export function fromUtf16(text, offset) {
  if (offset < 0 || offset > text.length) throw new RangeError(`offset ${offset} is outside ${text.length} units`);
  let points = 0;
  let units = 0;
  while (units < offset) {
    units += pairAt(text, units) ? 2 : 1;
    if (units > offset) return points;
    points += 1;
  }
  return points;
}

/**
 * @param {string} text
 * @param {number} offset in code points
 * @returns {number} the same place in UTF-16 units
 */
export function toUtf16(text, offset) {
  let units = 0;
  for (let points = 0; points < offset; points += 1) {
    if (units >= text.length) throw new RangeError(`offset ${offset} is outside the text`);
    units += pairAt(text, units) ? 2 : 1;
  }
  if (offset < 0) throw new RangeError(`offset ${offset} is outside the text`);
  return units;
}

/**
 * @param {string} text
 * @returns {number} its length in code points
 */
export function pointLength(text) {
  return fromUtf16(text, text.length);
}
