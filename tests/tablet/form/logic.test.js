import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, langOf, ownName } from '../../../fieldkit/tablet/form/direction.js';
import { find, folded, MOST_SHOWN } from '../../../fieldkit/tablet/form/finding.js';
import { fitWithin } from '../../../fieldkit/tablet/form/image.js';
import { clockOf, dayOf, momentWithOffset, offsetOf } from '../../../fieldkit/tablet/form/moments.js';
import { plainDigits, readNumber } from '../../../fieldkit/tablet/form/numbers.js';
import { isLineBreak, wordsOf } from '../../../fieldkit/tablet/form/markup.js';
import { moved } from '../../../fieldkit/tablet/form/ordering.js';
import { isClosed, readPlace, withEnd } from '../../../fieldkit/tablet/form/places.js';
import { stepsOf } from '../../../fieldkit/tablet/form/steps.js';
import { titleIn } from '../../../fieldkit/tablet/form/titles.js';

test('numbers are read in the digits of the person, with comma or point', () => {
  assert.deepEqual(readNumber('٤٢', 'int'), { value: '42' });
  assert.deepEqual(readNumber('۳٫۵', 'decimal'), { value: '3.5' });
  assert.deepEqual(readNumber('3,5', 'decimal'), { value: '3.5' });
  assert.deepEqual(readNumber('−2', 'int'), { value: '-2' });
  assert.deepEqual(readNumber("1 200", 'int'), { value: '1200' });
  assert.deepEqual(readNumber('', 'int'), { value: '' });
  assert.equal(plainDigits('هاتف ٠١٢'), 'هاتف 012');
});

test('what is no number is said, never rounded and never dropped in silence', () => {
  assert.deepEqual(readNumber('twelve', 'int'), { problem: 'not-a-number' });
  assert.deepEqual(readNumber('3.5', 'int'), { problem: 'not-whole' });
  assert.deepEqual(readNumber('3000000000', 'int'), { problem: 'too-large' });
  assert.deepEqual(readNumber('1,2,3', 'decimal'), { problem: 'not-a-number' });
});

test('direction comes from the code of the language', () => {
  assert.deepEqual(['ar', 'fa-AF', 'ps', 'ur', 'AR'].map(directionOf), Array(5).fill('rtl'));
  assert.deepEqual(['en', 'ti', 'so', 'uk'].map(directionOf), Array(4).fill('ltr'));
  assert.deepEqual(['az-Arab', 'ku-Arab', 'ar-Latn'].map(directionOf), ['rtl', 'rtl', 'ltr']);
  assert.deepEqual(['', 'und'].map(directionOf), ['auto', 'auto']);
});

test('a language is named in its own script, and a form that does not tell its language has none', () => {
  assert.equal(ownName({ name: 'Arabic (ar)', code: 'ar' }), 'العربية');
  assert.equal(ownName({ name: 'Ukrainian (uk)', code: 'uk' }), 'Українська');
  assert.equal(ownName({ name: 'Our village tongue', code: 'und' }), 'Our village tongue');
  assert.equal(langOf({ name: 'x', code: 'und' }), null);
});

test('a few letters find a choice whatever its marks, and those that begin so stand first', () => {
  const index = ['Am Zoo', 'Zürich', 'Zuchwil', 'أحمد'].map((words) => ({ words: folded(words), choice: words }));
  assert.deepEqual(find(index, 'zu').shown, ['Zürich', 'Zuchwil']);
  assert.deepEqual(find(index, 'zo').shown, ['Am Zoo']);
  assert.deepEqual(find(index, 'احمد').shown, ['أحمد']);
});

test('of ten thousand choices a screenful is drawn and the rest is counted', () => {
  const index = Array.from({ length: 10_000 }, (_, number) => ({ words: `town ${number}`, choice: number }));
  assert.deepEqual([find(index, '').shown.length, find(index, '').more], [MOST_SHOWN, 10_000 - MOST_SHOWN]);
  assert.deepEqual(find(index, 'nowhere'), { shown: [], more: 0 });
});

test('a picture is made smaller, never larger, and keeps its shape', () => {
  assert.deepEqual(fitWithin({ width: 4000, height: 3000 }, 2048), { width: 2048, height: 1536 });
  assert.deepEqual(fitWithin({ width: 3000, height: 4000 }, 2048), { width: 1536, height: 2048 });
  assert.deepEqual(fitWithin({ width: 640, height: 480 }, 2048), { width: 640, height: 480 });
  assert.deepEqual(fitWithin({ width: 9000, height: 1 }, 2048), { width: 2048, height: 1 });
});

test('times carry the distance from UTC of the day they belong to', () => {
  const moment = momentWithOffset('2026-05-04', '09:30');
  assert.match(moment, /^2026-05-04T09:30:00\.000[+-]\d\d:\d\d$/);
  assert.equal(new Date(moment).getTime(), new Date(2026, 4, 4, 9, 30).getTime());
  assert.match(offsetOf(new Date()), /^[+-]\d\d:\d\d$/);
  assert.equal(clockOf('2026-05-04T09:30:00.000+05:30'), '09:30');
  assert.equal(clockOf('23:05:00.000-03:00'), '23:05');
  assert.equal(dayOf('2026-05-04T09:30:00.000+05:30'), '2026-05-04');
  assert.deepEqual([clockOf(''), dayOf('')], ['', '']);
});

test('a thing moves by one place and stops at the ends', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 1, -1), ['b', 'a', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'b', 'c']);
});

test('a range offers its two ends, up or down, without the dust of fractions', () => {
  assert.deepEqual(stepsOf({ start: 0, end: 0.3, step: 0.1 }), ['0', '0.1', '0.2', '0.3']);
  assert.deepEqual(stepsOf({ start: 3n, end: 1n, step: 1n }), ['3', '2', '1']);
  assert.deepEqual(stepsOf({ start: 0, end: 5, step: 2 }), ['0', '2', '4']);
});

test('a typed place is one on Earth', () => {
  assert.equal(readPlace('44,5', '11.25'), '44.5 11.25 0 0');
  assert.equal(readPlace('91', '0'), null);
  assert.equal(readPlace('', '11'), null);
  assert.equal(readPlace('north', '11'), null);
});

test('an area ends where it begins, a line does not', () => {
  assert.deepEqual(withEnd(['1 1 0 0', '2 2 0 0', '3 1 0 0'], true).at(-1), '1 1 0 0');
  assert.equal(withEnd(['1 1 0 0', '2 2 0 0'], false).length, 2);
  assert.ok(isClosed(['1 1 0 0', '2 2 0 0', '1 1 5 9']));
});

test('of foreign markup the words remain, and nothing that could run', () => {
  assert.equal(wordsOf('<table><tr><td>One</td><td>Two</td></tr></table>'), 'One Two');
  assert.equal(wordsOf('<img src=x onerror=alert(1)>'), '');
  assert.equal(wordsOf('<script>alert(1)</script>after<!-- not this -->'), 'after');
  assert.equal(wordsOf('a &lt; b &amp; c &unknown;'), 'a < b & c &unknown;');
  assert.equal(wordsOf('5 < 6'), '5 < 6');
  assert.ok(isLineBreak('<br/>'));
  assert.ok(!isLineBreak('<broom>'));
});

test('a form is called by its title in the language of the reader, or by the one that it has', () => {
  const languages = [{ name: 'English (en)', code: 'en', title: '' }, { name: 'Arabic (ar)', code: 'ar', title: 'زيارة' }, { name: 'Somali (so)', code: 'so' }];
  const called = (/** @type {string} */ code) => titleIn({ title: 'A visit', languages }, code);
  assert.deepEqual(['ar', 'ar-SY', 'en', 'so', 'it', ''].map(called), ['زيارة', 'زيارة', 'A visit', 'A visit', 'A visit', 'A visit']);
});
