import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearingOf } from '../../../fieldkit/tablet/form/bearing.js';
import { EMPTY, begin, cross, isEmpty, move, paint, undo } from '../../../fieldkit/tablet/form/drawing.js';
import { layoutOf } from '../../../fieldkit/tablet/form/layout.js';
import { byDistance, hasPlace, metresBetween, spotOf } from '../../../fieldkit/tablet/form/nearness.js';
import { coarsened, surer } from '../../../fieldkit/tablet/form/places.js';

const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y });

test('a drawing is strokes; undo takes the last one, or the name that was typed', () => {
  let drawing = begin(EMPTY, at(0.1, 0.1), '#000');
  drawing = move(drawing, at(0.2, 0.1));
  assert.equal(move(drawing, at(0.2001, 0.1)), drawing);
  drawing = begin(drawing, at(0.5, 0.5), '#c00');
  assert.deepEqual(drawing.strokes.map(({ colour, points }) => [colour, points.length]), [['#000', 2], ['#c00', 1]]);
  assert.equal(undo(drawing).strokes.length, 1);
  assert.ok(isEmpty(undo(undo(drawing))));
  assert.ok(isEmpty(undo(undo(undo(drawing)))));
  assert.ok(isEmpty(undo({ ...EMPTY, words: 'Nour' })));
  assert.equal(begin({ ...EMPTY, words: 'Nour' }, at(0, 0), '#000').words, '');
});

test('joined taps make one line, and undo takes back one tap', () => {
  let drawing = { ...EMPTY, joined: true };
  for (const x of [0.1, 0.4, 0.7]) drawing = begin(drawing, at(x, 0.2), '#000');
  assert.deepEqual(drawing.strokes.map(({ points }) => points.length), [3]);
  assert.deepEqual(undo(drawing).strokes[0].points.map(({ x }) => x), [0.1, 0.4]);
});

test('a mark is a cross inside its paper', () => {
  const strokes = cross(0.4);
  assert.equal(strokes.length, 2);
  for (const { x, y } of strokes.flatMap(({ points }) => points)) assert.ok(x > 0 && x < 1 && y > 0 && y < 0.4);
});

test('strokes are painted in pixels, a tap as a dot', () => {
  /** @type {unknown[]} */
  const heard = [];
  const pen = new Proxy({}, { get: (_, name) => (/** @type {unknown[]} */ ...given) => heard.push([name, ...given]), set: () => true });
  paint(/** @type {any} */ (pen), [{ colour: '#000', points: [at(0.5, 0.25)] }, { colour: '#000', points: [at(0, 0), at(1, 0.5)] }], 100);
  assert.deepEqual(heard, [['beginPath'], ['moveTo', 50, 25], ['lineTo', 50, 25], ['stroke'], ['beginPath'], ['moveTo', 0, 0], ['lineTo', 100, 50], ['stroke']]);
});

/** @param {string} words */
function asked(words) {
  const list = words.split(' ').filter(Boolean);
  return /** @type {any} */ (new Proxy({}, { get: (_, name) => (name === Symbol.iterator ? () => list.values() : list.includes(String(name))) }));
}

test('choices lie as the form asks', () => {
  assert.deepEqual(layoutOf(asked('')), { name: '', columns: 0 });
  assert.deepEqual(layoutOf(asked('columns-7')), { name: 'counted', columns: 7 });
  assert.deepEqual(layoutOf(asked('compact-3')), { name: 'counted', columns: 3 });
  assert.deepEqual(layoutOf(asked('columns-pack no-buttons')), { name: 'packed no-buttons', columns: 0 });
  assert.deepEqual(layoutOf(asked('no-buttons')), { name: 'no-buttons', columns: 0 });
  assert.deepEqual(layoutOf(asked('list-nolabel')), { name: 'likert', columns: 0 });
  assert.deepEqual(layoutOf(asked('quick horizontal')), { name: 'columns', columns: 0 });
});

test('the nearest place comes first; what has no place comes last', () => {
  const place = (/** @type {string} */ name, geometry = '') => ({ name, properties: /** @type {[string, string][]} */ ([['geometry', geometry]]) });
  const options = [place('nowhere'), place('Bologna', '44.4949 11.3426 0 0'), place('Modena', '44.6471 10.9252')];
  const sorted = byDistance(options, { latitude: 44.64, longitude: 10.93 });
  assert.deepEqual(sorted.map(({ option }) => option.name), ['Modena', 'Bologna', 'nowhere']);
  assert.ok(Math.abs((sorted[1].metres ?? 0) - 36_500) < 500);
  assert.equal(sorted[2].metres, null);
  assert.equal(hasPlace({ properties: [] }), false);
  assert.deepEqual(spotOf(place('', '1 2 3 4;5 6 7 8')), { latitude: 1, longitude: 2 });
  assert.equal(Math.round(metresBetween({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 }) / 1000), 20015);
});

test('a coarse place is the district, without its height, and says how unsure it is', () => {
  assert.equal(coarsened('44.49491 11.34263 63.2 4.5'), '44.49 11.34 0 1000');
  assert.equal(coarsened('-0.001 0.004 0 2500'), '0 0 0 2500');
});

test('the surer place is kept, of two as sure the newer', () => {
  const [far, near, again] = [{ accuracy: 40, id: 1 }, { accuracy: 8, id: 2 }, { accuracy: 8, id: 3 }];
  assert.equal(surer(null, far), far);
  assert.equal(surer(far, near), near);
  assert.equal(surer(near, far), near);
  assert.equal(surer(near, again), again);
});

test('a bearing runs with the clock from north', () => {
  assert.equal(bearingOf({ absolute: true, alpha: 90 }), 270);
  assert.equal(bearingOf({ absolute: true, alpha: 0.02 }), 0);
  assert.equal(bearingOf({ absolute: false, alpha: 90 }), null);
  assert.equal(bearingOf({ webkitCompassHeading: 12.345 }), 12.3);
  assert.equal(bearingOf({}), null);
});
