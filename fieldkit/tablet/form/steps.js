/** The values that a range offers. */

/**
 * Every value that can be chosen, from the start to the end, as the record writes it.
 *
 * @param {{start: number | bigint, end: number | bigint, step: number | bigint}} bounds
 * @returns {string[]}
 */
export function stepsOf({ start, end, step }) {
  const [first, last, width] = [Number(start), Number(end), Math.abs(Number(step)) || 1];
  const count = Math.floor(Math.abs(last - first) / width + 1e-9);
  const way = last < first ? -width : width;
  return Array.from({ length: count + 1 }, (_, index) => String(Number((first + index * way).toFixed(10))));
}
