/**
 * Give each stretch a lane, from 0, so that no two in one lane overlap, with as few lanes as can be: greedy by start
 * (then the longer first), each into the lowest free lane. The same rule as `fieldkit/coding/segment.py`.
 *
 * @param {ReadonlyArray<{start: number, end: number}>} stretches [start, end)
 * @returns {number[]} the lane of each, in the order given
 */
export function lanes(stretches) {
  const order = stretches
    .map((_, index) => index)
    .sort((a, b) => stretches[a].start - stretches[b].start || stretches[b].end - stretches[a].end || a - b);
  /** @type {number[]} the end of the last stretch in each lane */
  const ends = [];
  const assigned = new Array(stretches.length).fill(0);
  for (const index of order) {
    const { start, end } = stretches[index];
    const free = ends.findIndex((last) => last <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    assigned[index] = lane;
  }
  return assigned;
}

/**
 * The parts of a text where at least two stretches meet.
 *
 * @param {ReadonlyArray<{start: number, end: number}>} stretches
 * @returns {{start: number, end: number}[]} in order, apart from each other
 */
export function overlaps(stretches) {
  /** @type {[number, number][]} */
  const edges = stretches.flatMap(({ start, end }) => /** @type {[number, number][]} */ ([[start, 1], [end, -1]]));
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {{start: number, end: number}[]} */
  const found = [];
  let open = 0;
  let since = 0;
  for (const [place, step] of edges) {
    if (open >= 2 && open + step < 2 && place > since) found.push({ start: since, end: place });
    if (open < 2 && open + step >= 2) since = place;
    open += step;
  }
  return found;
}
