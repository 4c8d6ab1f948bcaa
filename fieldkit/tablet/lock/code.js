/** What a person unlocks with: six digits, or six pictures in an order of their own. */

export const LENGTH = 6;

/** @typedef {'digits' | 'pictures'} CodeKind */

/** The pictures of a picture PIN by name, in the order in which they stand. */
export const PICTURE_NAMES = /** @type {const} */ (['sun', 'tree', 'house', 'boat', 'fish', 'bird', 'key', 'cup', 'star', 'flower', 'bell', 'shoe']);

/** @typedef {typeof PICTURE_NAMES[number]} PictureName */

const DIGITS = [...'0123456789'];
const FEWEST_DIFFERENT = 3;

/** Six digits that many people think of first, where no rule below finds them. */
const THOUGHT_OF_FIRST = new Set(['147258', '258369', '159753', '951753', '147852', '102030', '112358', '314159', '271828', '696969', '007007', '101010']);

/**
 * @param {CodeKind} kind
 * @param {readonly string[]} entered digits or names of pictures
 * @returns {string} the code whose key is derived
 */
export function codeOf(kind, entered) {
  return kind === 'digits' ? entered.join('') : entered.join(' ');
}

/**
 * @param {CodeKind} kind
 * @param {readonly string[]} entered
 * @returns {boolean} whether somebody who tries would try it early
 */
export function isEasy(kind, entered) {
  if (new Set(entered).size < FEWEST_DIFFERENT) return true;
  return isRow(kind === 'digits' ? DIGITS : PICTURE_NAMES, entered) || isRepeated(entered) || isPaired(entered) || THOUGHT_OF_FIRST.has(entered.join(''));
}

/** 345678, 876543, 890123; or pictures one after the other. @param {readonly string[]} all @param {readonly string[]} entered */
function isRow(all, entered) {
  const places = entered.map((each) => all.indexOf(each));
  const steps = places.slice(1).map((place, i) => (place - places[i] + all.length) % all.length);
  return steps.every((step) => step === 1) || steps.every((step) => step === all.length - 1);
}

/** 123123. @param {readonly string[]} entered */
function isRepeated(entered) {
  const half = entered.length / 2;
  return entered.every((each, i) => each === entered[i % half]);
}

/** 112233, 778899. @param {readonly string[]} entered */
function isPaired(entered) {
  return entered.every((each, i) => each === entered[i - (i % 2)]);
}
