import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromUtf16, pointLength, toUtf16 } from '../../../fieldkit/web/scripts/coding/offsets.js';

/** @type {{name: string, text: string, points: number, units: number, pairs: [number, number][]}[]} */
const vectors = JSON.parse(readFileSync(new URL('../../vectors/offsets.json', import.meta.url), 'utf8'));

for (const { name, text, points, units, pairs } of vectors) {
  test(`offsets agree with the shared vectors: ${name}`, () => {
    assert.equal(text.length, units);
    assert.equal(pointLength(text), points);
    for (const [point, unit] of pairs) {
      assert.equal(toUtf16(text, point), unit);
      assert.equal(fromUtf16(text, unit), point);
    }
  });
}

test('every offset survives the way there and back', () => {
  const text = 'a👩🏽‍🚀é\u0301 السلام 𞤀\n𐐷';
  for (let point = 0; point <= pointLength(text); point += 1) {
    assert.equal(fromUtf16(text, toUtf16(text, point)), point);
  }
});

test('the middle of a pair belongs to its code point', () => {
  assert.equal(fromUtf16('a🌧b', 2), 1);
});

test('an offset outside the text is refused', () => {
  for (const offset of [-1, 4]) {
    assert.throws(() => toUtf16('abc', offset), RangeError);
    assert.throws(() => fromUtf16('abc', offset), RangeError);
  }
});
