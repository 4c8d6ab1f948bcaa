/** Cuts a form into screens: one question, one field list, or the turn of a repeat. */

/** @typedef {import('./types.js').Page} Page */
/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('./types.js').GroupNode} GroupNode */
/** @typedef {import('./types.js').RepeatInstanceNode} RepeatInstanceNode */
/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */

/**
 * The screens that are relevant now, in the form's order.
 *
 * @param {AnyNode} root
 * @returns {Page[]}
 */
export function pagesOf(root) {
  return [...walk(root, [])];
}

/**
 * Where to stand after the screens have changed: on the same screen, or on the first that follows where it was.
 *
 * @param {readonly {key: string}[]} before
 * @param {readonly {key: string}[]} after
 * @param {number} index position in `before`
 */
export function samePlace(before, after, index) {
  const places = new Map(after.map((page, place) => [page.key, place]));
  for (const page of before.slice(index)) {
    const place = places.get(page.key);
    if (place !== undefined) return place;
  }
  return Math.max(0, after.length - 1);
}

/** @param {AnyNode} node @param {readonly (GroupNode | RepeatInstanceNode)[]} within @returns {Generator<Page>} */
function* walk(node, within) {
  if (node.nodeType === 'root') {
    for (const child of node.currentState.children) yield* walk(child, within);
    return;
  }
  if (node.nodeType === 'model-value' || !node.currentState.relevant) return;
  switch (node.nodeType) {
    case 'group':
    case 'repeat-instance':
      yield* group(node, within);
      return;
    case 'repeat-range:controlled':
    case 'repeat-range:uncontrolled':
      for (const instance of node.currentState.children) yield* walk(instance, within);
      if (mayGrow(node)) yield { key: node.nodeId, kind: 'repeat', node, within };
      return;
    default:
      yield { key: node.nodeId, kind: 'question', node, within };
  }
}

/** @param {GroupNode | RepeatInstanceNode} node @param {readonly (GroupNode | RepeatInstanceNode)[]} within */
function* group(node, within) {
  if (!isFieldList(node)) {
    for (const child of node.currentState.children) yield* walk(child, [...within, node]);
  } else if (questionsIn(node).length > 0) {
    yield /** @type {Page} */ ({ key: node.nodeId, kind: 'list', node, within });
  }
}

/** @param {GroupNode | RepeatInstanceNode} node */
function isFieldList(node) {
  const asked = node.appearances;
  return Boolean(asked && (asked['field-list'] || asked['table-list']));
}

/**
 * Whether a person may add to a repeat here.
 *
 * @param {import('./types.js').RepeatRangeNode} range
 * @returns {range is import('@getodk/xforms-engine').RepeatRangeUncontrolledNode}
 */
export function mayGrow(range) {
  return range.nodeType === 'repeat-range:uncontrolled' && !range.currentState.readonly;
}

/**
 * Every relevant question below a node, however deep.
 *
 * @param {AnyNode} node
 * @returns {AnyControlNode[]}
 */
export function questionsIn(node) {
  if (node.nodeType === 'model-value') return [];
  if (node.nodeType !== 'root' && !node.currentState.relevant) return [];
  const children = /** @type {readonly AnyNode[] | null} */ (node.currentState.children);
  return children ? children.flatMap(questionsIn) : [/** @type {AnyControlNode} */ (node)];
}
