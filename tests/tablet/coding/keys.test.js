import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyAction } from '../../../fieldkit/web/scripts/coding/keys.js';

/**
 * @param {string} key
 * @param {Partial<KeyboardEvent> & {inside?: string}} [more]
 */
function press(key, { inside = '', ...more } = {}) {
  const target = /** @type {any} */ ({ closest: (/** @type {string} */ selector) => (inside && selector.includes(inside) ? {} : null) });
  return keyAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, target, ...more });
}

test('letters and digits of any script code', () => {
  for (const key of ['w', '7', 'ж', 'ش', 'ለ']) assert.deepEqual(press(key), { kind: 'code', key });
  assert.deepEqual(press('W', { shiftKey: true }), { kind: 'code', key: 'w' });
});

test('undo and redo are where everybody expects them', () => {
  assert.deepEqual(press('z', { ctrlKey: true }), { kind: 'undo' });
  assert.deepEqual(press('z', { metaKey: true }), { kind: 'undo' });
  assert.deepEqual(press('Z', { ctrlKey: true, shiftKey: true }), { kind: 'redo' });
  assert.deepEqual(press('y', { ctrlKey: true }), { kind: 'redo' });
});

test('what the browser or a field needs is left alone', () => {
  for (const key of ['c', 'f', 'a']) assert.equal(press(key, { ctrlKey: true }), null);
  assert.equal(press('w', { altKey: true }), null);
  assert.equal(press('w', { inside: 'textarea' }), null);
  assert.equal(press('z', { ctrlKey: true, inside: 'input' }), null);
  assert.equal(press('w', { isComposing: true }), null);
  assert.equal(press('Enter', { inside: 'button' }), null);
  for (const key of ['Tab', ' ', '?', 'F5', 'Dead']) assert.equal(press(key), null);
});

test('arrows go through turns, sentences and words', () => {
  assert.deepEqual(press('ArrowDown'), { kind: 'turn', step: 1 });
  assert.deepEqual(press('ArrowLeft'), { kind: 'sentence', side: 'left' });
  assert.deepEqual(press('ArrowRight', { shiftKey: true }), { kind: 'word', side: 'right' });
});
