/** A span in the unit in which people say it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOf } from '../../fieldkit/tablet/app/span.js';

const MINUTE = 60_000;

/** @param {number} minutes */
const said = (minutes) => {
  const { count, unit } = spanOf(minutes * MINUTE);
  return `${count} ${unit}`;
};

test('a span is said in minutes, hours or days, whichever way it runs', () => {
  /** @type {[number, string][]} */
  const expected = [
    [0, '0 minute'],
    [5, '5 minute'],
    [60, '1 hour'],
    [90, '90 minute'],
    [200, '3 hour'],
    [1440, '1 day'],
    [1439.9, '1 day'],
    [26 * 60, '26 hour'],
    [100 * 60, '4 day'],
    [-1440, '1 day'],
  ];
  for (const [minutes, words] of expected) assert.equal(said(minutes), words);
});
