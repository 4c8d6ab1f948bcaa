import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lanes, overlaps } from '../../../fieldkit/web/scripts/coding/lanes.js';

/** @param {[number, number][]} pairs */
const stretches = (pairs) => pairs.map(([start, end]) => ({ start, end }));

test('no two stretches of one lane overlap, and no lane is wasted', () => {
  let seed = 7;
  const random = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round += 1) {
    const held = Array.from({ length: random(12) }, () => random(30)).map((start) => ({ start, end: start + 1 + random(10) }));
    const assigned = lanes(held);
    held.forEach((one, index) => {
      for (let other = 0; other < index; other += 1) {
        if (assigned[other] === assigned[index]) assert.ok(one.end <= held[other].start || held[other].end <= one.start);
      }
    });
    const busiest = Math.max(0, ...Array.from({ length: 45 }, (_, point) => held.filter((s) => s.start <= point && point < s.end).length));
    assert.equal(Math.max(-1, ...assigned) + 1, busiest);
  }
});

test('overlaps are where at least two stretches meet, joined and apart from each other', () => {
  assert.deepEqual(overlaps(stretches([[0, 10], [5, 15], [8, 12], [20, 30], [30, 40]])), [{ start: 5, end: 12 }]);
  assert.deepEqual(overlaps(stretches([[0, 10], [0, 10]])), [{ start: 0, end: 10 }]);
  assert.deepEqual(overlaps([]), []);
});
