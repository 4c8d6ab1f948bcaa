/** What a form tells before a visit: notes with the appearance `brief`. */

import { questionsIn } from './pages.js';

/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */

/** @param {AnyNode} root @returns {AnyControlNode[]} in the form's order */
export function briefNotes(root) {
  return questionsIn(root).filter(isBrief);
}

/** @param {AnyNode} node */
export function isBrief(node) {
  return node.nodeType === 'note' && Boolean(/** @type {Record<string, boolean>} */ (node.appearances).brief);
}
