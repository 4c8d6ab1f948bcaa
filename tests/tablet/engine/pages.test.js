import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf, questionsIn, samePlace } from '../../../fieldkit/tablet/engine/pages.js';

/** A node as the engine gives it. @param {string} nodeType @param {string} nodeId @param {any} [more] @returns {any} */
function node(nodeType, nodeId, { children = null, relevant = true, readonly = false, ...appearances } = {}) {
  return { nodeType, nodeId, appearances, currentState: { relevant, readonly, children } };
}
const keys = (/** @type {any} */ root) => pagesOf(root).map(({ kind, key }) => `${kind} ${key}`);

test('every question is a screen; values without a question are none', () => {
  const root = node('root', 'r', { children: [node('input', 'a'), node('model-value', 'm'), node('note', 'b')] });
  assert.deepEqual(keys(root), ['question a', 'question b']);
});

test('a field list is one screen, another group is its questions', () => {
  const list = node('group', 'g', { children: [node('input', 'a'), node('input', 'b')], 'field-list': true });
  const plain = node('group', 'h', { children: [node('input', 'c')] });
  assert.deepEqual(keys(node('root', 'r', { children: [list, plain] })), ['list g', 'question c']);
});

test('what is not relevant is not asked, nor a field list of which nothing is relevant', () => {
  const list = node('group', 'g', { children: [node('input', 'a', { relevant: false })], 'field-list': true });
  const root = node('root', 'r', { children: [list, node('input', 'b', { relevant: false }), node('input', 'c')] });
  assert.deepEqual(keys(root), ['question c']);
});

test('a repeat asks each turn, then whether there is one more; a counted one does not ask', () => {
  const turn = (/** @type {string} */ id) => node('repeat-instance', id, { children: [node('input', `${id} name`)] });
  const free = node('repeat-range:uncontrolled', 'free', { children: [turn('one'), turn('two')] });
  const counted = node('repeat-range:controlled', 'counted', { children: [turn('three')] });
  const root = node('root', 'r', { children: [free, counted] });
  assert.deepEqual(keys(root), ['question one name', 'question two name', 'repeat free', 'question three name']);
});

test('a repeat that is read-only cannot grow', () => {
  const free = node('repeat-range:uncontrolled', 'free', { children: [], readonly: true });
  assert.deepEqual(keys(node('root', 'r', { children: [free] })), []);
});

test('a page knows the groups around it, outermost first', () => {
  const inner = node('group', 'inner', { children: [node('input', 'a')] });
  const outer = node('group', 'outer', { children: [inner] });
  const [page] = pagesOf(node('root', 'r', { children: [outer] }));
  assert.deepEqual(page.within.map(({ nodeId }) => nodeId), ['outer', 'inner']);
});

test('questions are found however deep, and without what is not relevant', () => {
  const group = node('group', 'g', { children: [node('input', 'a'), node('input', 'b', { relevant: false })] });
  assert.deepEqual(questionsIn(node('root', 'r', { children: [group, node('select', 'c')] })).map(({ nodeId }) => nodeId), ['a', 'c']);
});

test('a screen keeps its place when others come and go around it', () => {
  const list = (/** @type {string} */ letters) => Array.from(letters, (key) => ({ key }));
  assert.equal(samePlace(list('abcd'), list('xaycd'), 2), 3);
  assert.equal(samePlace(list('abcd'), list('abd'), 2), 2);
  assert.equal(samePlace(list('abcd'), list('ab'), 3), 1);
  assert.equal(samePlace(list('a'), list(''), 0), 0);
});
