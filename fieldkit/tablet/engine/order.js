/** Which of two nodes stands first, as XPath asks for `a | b` and `preceding-sibling::`: the engine does not know (`build/mends.js`). */

/**
 * @typedef {object} OrderedNode
 * @property {object} rootDocument
 * @property {OrderedNode | null} [parent]
 * @property {{children?: readonly OrderedNode[] | null}} [currentState] of what people answer; lists have none
 * @property {() => readonly OrderedNode[]} getXPathChildNodes
 */

/** @type {WeakMap<OrderedNode, Map<OrderedNode, number>>} */
const places = new WeakMap();

/**
 * For sorting.
 *
 * @param {OrderedNode} one @param {OrderedNode} other
 * @returns {number} below 0 when `one` stands first; 0 for nodes of two documents, which stay as they are
 */
export function documentOrder(one, other) {
  if (one.rootDocument !== other.rootDocument) return 0;
  const [first, second] = [pathTo(one), pathTo(other)];
  const parting = first.findIndex((node, depth) => node !== second[depth]);
  if (parting < 0 || parting >= second.length) return first.length - second.length;
  const parent = first[parting - 1];
  return placeIn(parent, first[parting]) - placeIn(parent, second[parting]);
}

/** @param {OrderedNode} node @returns {OrderedNode[]} from the root */
function pathTo(node) {
  return node.parent ? [...pathTo(node.parent), node] : [node];
}

/** @param {OrderedNode} parent @param {OrderedNode} child */
function placeIn(parent, child) {
  const answered = parent.currentState?.children;
  if (answered) return answered.indexOf(child);
  const known = places.get(parent) ?? new Map(parent.getXPathChildNodes().map((node, place) => [node, place]));
  places.set(parent, known);
  return known.get(child) ?? -1;
}
