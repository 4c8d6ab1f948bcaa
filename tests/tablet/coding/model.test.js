import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model, segmentsFromRows } from '../../../fieldkit/web/scripts/coding/model.js';

/** @typedef {import('../../../fieldkit/web/scripts/coding/model.js').Stroke} Stroke */

const row = ['old', 'v', 0, 4, 'code', 'ada'];
const model = () => new Model('ada', segmentsFromRows([row, ['theirs', 'v', 2, 9, 'code', 'bruno']]), []);

/** @type {Stroke} */
const add = { id: 's1', kind: 'add', segment: 'new', version: 'v', start: 5, end: 8, code: 'code' };

test('a stroke shows at once, and undo and redo of it too', () => {
  const held = model();
  held.apply(add);
  assert.deepEqual(held.of('v', false).map(({ id }) => id), ['old', 'new']);
  held.apply({ id: 's2', kind: 'undo' });
  assert.deepEqual(held.of('v', false).map(({ id }) => id), ['old']);
  held.apply({ id: 's3', kind: 'redo' });
  assert.equal(held.segments.get('new')?.coder, 'ada');
  assert.deepEqual(held.of('v', true).map(({ id }) => id), ['old', 'theirs', 'new']);
});

test('undo of what another page did waits for the server', () => {
  const held = model();
  assert.equal(held.apply({ id: 's1', kind: 'undo' }), false);
  assert.equal(held.segments.size, 2);
  const gone = { version: 'v', start: 0, end: 4, code: 'code' };
  held.settle({ changes: [['segment', 'old', gone, null]], memos: [], can_undo: false, can_redo: true });
  assert.deepEqual([...held.segments.keys()], ['theirs']);
});

test('an answer that repeats what shows already alters nothing', () => {
  const held = model();
  held.apply(add);
  const { version, start, end, code } = add;
  held.settle({ changes: [['segment', 'new', null, { version, start, end, code }]], memos: [], can_undo: true, can_redo: false });
  assert.equal(held.of('v', false).length, 2);
});

test('a new action closes the way forward', () => {
  const held = model();
  held.apply(add);
  held.apply({ id: 's2', kind: 'undo' });
  held.apply({ ...add, id: 's3', segment: 'another' });
  assert.equal(held.apply({ id: 's4', kind: 'redo' }), false);
});

test('memos come and go with their words', () => {
  const held = model();
  held.apply({ id: 's1', kind: 'memo', memo: 'm', segment: 'old', text: 'Ask again.' });
  assert.equal(held.memosOn('old')[0].text, 'Ask again.');
  held.apply({ id: 's2', kind: 'unmemo', memo: 'm' });
  assert.deepEqual(held.memosOn('old'), []);
  held.apply({ id: 's3', kind: 'undo' });
  assert.equal(held.memosOn('old')[0].text, 'Ask again.');
});

test('removing what is gone already is no stroke here', () => {
  assert.equal(model().apply({ id: 's', kind: 'remove', segment: 'nobody' }), false);
});
