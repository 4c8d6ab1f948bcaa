/**
 * The title of a page with the number of what waits before it; as every page of the desk is titled by the server.
 *
 * @param {number} count
 * @param {string} title with or without a number
 */
export function titleWith(count, title) {
  const bare = title.replace(/^\(\d+\) /, '');
  return count > 0 ? `(${count}) ${bare}` : bare;
}
