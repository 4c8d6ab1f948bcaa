/** Answers that are known before the form is opened, such as the times that a visit's clock kept. */

/** @typedef {import('./types.js').AnyNode} AnyNode */

/**
 * Give answers to questions that have none yet. A path that the form does not have, or that cannot be answered, is left out: the
 * form may be an older or newer version than the clock knew.
 *
 * @param {AnyNode} root
 * @param {ReadonlyMap<string, string>} preset path in the record, such as `/data/started`, to the value as the record writes it
 */
export function applyPreset(root, preset) {
  if (preset.size === 0) return;
  for (const node of leaves(root)) {
    const value = preset.get(node.currentState.reference);
    const state = /** @type {{instanceValue?: string}} */ (node.currentState);
    if (value !== undefined && state.instanceValue === '') give(/** @type {any} */ (node), value);
  }
}

/** @param {any} node a leaf @param {string} value */
function give(node, value) {
  if (node.nodeType === 'select') {
    if (node.getValueOption(value)) node.selectValues([value]);
  } else if ('setValue' in node) node.setValue(value);
}

/** Also those that do not apply yet: they may, once something else is answered. @param {AnyNode} node @returns {AnyNode[]} */
function leaves(node) {
  const children = /** @type {readonly AnyNode[] | null} */ (node.currentState.children);
  return children ? children.flatMap(leaves) : [node];
}
