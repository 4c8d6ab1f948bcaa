/** Numbers as people type them: in any digits, with a comma or a point. */

const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6];
const INT_LIMIT = 2 ** 31 - 1;

/** @typedef {{value: string} | {problem: 'not-a-number' | 'not-whole' | 'too-large'}} Typed */

/**
 * Digits of Arabic, Persian, Hindi and Bengali as the digits that a record holds.
 *
 * @param {string} text
 */
export function plainDigits(text) {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = /** @type {number} */ (digit.codePointAt(0));
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/**
 * @param {string} text
 * @param {'int' | 'decimal'} kind
 * @returns {Typed} the value as XForms writes it; empty text is an empty value
 */
export function readNumber(text, kind) {
  const plain = plainDigits(text).replace(/[\s\u00a0\u202f\u066c'’]/g, '').replace(/[,\u066b]/g, '.').replace(/^[−–]/, '-');
  if (plain === '') return { value: '' };
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return { problem: 'not-a-number' };
  const number = Number(plain);
  if (kind === 'decimal') return { value: String(number) };
  if (!Number.isInteger(number)) return { problem: 'not-whole' };
  return Math.abs(number) > INT_LIMIT ? { problem: 'too-large' } : { value: String(number) };
}
