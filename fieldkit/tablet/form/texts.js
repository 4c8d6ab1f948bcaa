/** A text that the study wrote in several languages. */

/**
 * The text of the first of these languages that has one.
 *
 * @param {Record<string, string>} texts by language code
 * @param {readonly string[]} wishes codes, the dearest first; `ar-SY` is content with `ar`
 * @returns {{code: string, words: string}} empty when there is none
 */
export function inWishedLanguage(texts, wishes) {
  const code = wishes.flatMap((wish) => [wish, wish.split('-')[0]]).find((each) => texts[each]) ?? '';
  return { code, words: texts[code] ?? '' };
}

/**
 * The text of the first of these languages that has one, else of any.
 *
 * @param {Record<string, string>} texts by language code
 * @param {readonly string[]} wishes codes, the dearest first
 * @returns {{code: string, words: string}} empty when there is none
 */
export function inLanguage(texts, wishes) {
  return inWishedLanguage(texts, [...wishes, ...Object.keys(texts)]);
}
