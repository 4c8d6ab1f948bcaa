/** How the choices of a question lie on the screen. */

const ACROSS = ['columns', 'horizontal', 'horizontal-compact', 'compact', 'quickcompact'];

/** @typedef {Iterable<string> & Readonly<Record<string, boolean>>} Appearances */

/**
 * @param {Appearances} appearances the words that the form wrote
 * @returns {{name: string, columns: number}} classes of the list; how many columns the form asks for, 0 when it does not say
 */
export function layoutOf(appearances) {
  const bare = appearances['no-buttons'] ? ' no-buttons' : '';
  if (appearances.likert || appearances['list-nolabel']) return { name: `likert${bare}`, columns: 0 };
  const columns = Math.max(0, ...[...appearances].map((word) => Number(/^(?:columns|compact)-(\d{1,2})$/.exec(word)?.[1] ?? 0)));
  if (columns > 0) return { name: `counted${bare}`, columns };
  if (appearances['columns-pack']) return { name: `packed${bare}`, columns: 0 };
  return { name: `${ACROSS.some((word) => appearances[word]) ? 'columns' : ''}${bare}`.trim(), columns: 0 };
}
