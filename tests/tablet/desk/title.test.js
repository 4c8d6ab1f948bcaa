import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleWith } from '../../../fieldkit/web/scripts/alerts/title.js';

test('a title carries the number of what waits, and none when nothing does', () => {
  assert.equal(titleWith(2, 'Records · Marenza'), '(2) Records · Marenza');
  assert.equal(titleWith(12, '(2) السجلات'), '(12) السجلات');
  assert.equal(titleWith(0, '(2) Records'), 'Records');
  assert.equal(titleWith(0, 'Records (2)'), 'Records (2)', 'a number of the page itself stays');
});
