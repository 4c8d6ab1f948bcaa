import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentOrder } from '../../../fieldkit/tablet/engine/order.js';

/** @typedef {import('../../../fieldkit/tablet/engine/order.js').OrderedNode & {name: string}} Node */

/** @param {string} name @param {Node[]} children @param {boolean} [answered] whether people answer it @returns {Node} */
function node(name, children = [], answered = false) {
  const made = /** @type {Node} */ ({ name, rootDocument: {}, parent: null, getXPathChildNodes: () => children, ...(answered ? { currentState: { children } } : {}) });
  for (const child of children) child.parent = made;
  return made;
}

/** @param {Node} root @returns {Node[]} root and everything below it, in their order */
function all(root) {
  return [root, ...root.getXPathChildNodes().flatMap((child) => all(/** @type {Node} */ (child)))];
}

for (const answered of [false, true]) {
  test(`nodes of one document are sorted as they stand in it (${answered ? 'answers' : 'a list'})`, () => {
    const root = node('root', [node('a', [node('a1'), node('a2')], answered), node('b', [], answered), node('c', [node('c1')], answered)], answered);
    const nodes = all(root);
    for (const each of nodes) each.rootDocument = root;
    const names = (/** @type {Node[]} */ sorted) => sorted.map(({ name }) => name).join(' ');
    assert.equal(names([...nodes].reverse().sort(documentOrder)), 'root a a1 a2 b c c1');
    assert.equal(documentOrder(nodes[1], nodes[1]), 0);
  });
}

test('nodes of two documents stay as they are', () => {
  assert.equal(documentOrder(node('a'), node('b')), 0);
});
