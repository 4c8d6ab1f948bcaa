/** Moving one thing up or down a list. */

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} from
 * @param {-1 | 1} step
 * @returns {Item[]} unchanged at either end
 */
export function moved(items, from, step) {
  const to = from + step;
  if (to < 0 || to >= items.length) return [...items];
  const result = [...items];
  [result[from], result[to]] = [result[to], result[from]];
  return result;
}
