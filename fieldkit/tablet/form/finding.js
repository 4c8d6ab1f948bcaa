/** Finding a choice among thousands by a few letters. */

export const MOST_SHOWN = 40;

/**
 * Letters without marks and case, so that `Zurich` finds `Zürich` and `احمد` finds `أحمد`.
 *
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}|\u0640/gu, '').toLowerCase().replace(/\u0649/g, '\u064a').trim();
}

/**
 * Choices that hold the letters; those that begin with them first; at most {@link MOST_SHOWN}.
 *
 * @template Choice
 * @param {readonly {words: string, choice: Choice}[]} index words already folded
 * @param {string} query
 * @returns {{shown: Choice[], more: number}}
 */
export function find(index, query) {
  const wanted = folded(query);
  const holding = index.filter(({ words }) => words.includes(wanted));
  const first = wanted ? holding.filter(({ words }) => words.startsWith(wanted)) : holding;
  const rest = wanted ? holding.filter(({ words }) => !words.startsWith(wanted)) : [];
  const shown = [...first, ...rest].slice(0, MOST_SHOWN).map(({ choice }) => choice);
  return { shown, more: holding.length - shown.length };
}
