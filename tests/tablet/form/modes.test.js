import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { telephone } from '../../../fieldkit/tablet/form/calls.js';
import { interrupt, onInterruption } from '../../../fieldkit/tablet/form/interruptions.js';
import { inLanguage, inWishedLanguage } from '../../../fieldkit/tablet/form/texts.js';
import { qrModules } from '../../../fieldkit/tablet/form/qr.js';
import { spelled } from '../../../fieldkit/tablet/form/spelling.js';

// Made by segno 1.6, another implementation of the standard: version 1 in the three levels that a code of that length is drawn in.
const GOLDEN = JSON.parse(readFileSync(new URL('./qr-golden.json', import.meta.url), 'utf8'));

test('a code becomes the picture that another implementation draws', () => {
  for (const [text, rows] of Object.entries(GOLDEN)) {
    assert.deepEqual(qrModules(text)?.map((row) => row.map((dark) => (dark ? 1 : 0)).join('')), rows, text);
  }
});

test('what this kind of picture cannot hold gets none', () => {
  assert.deepEqual([qrModules(''), qrModules('abc'), qrModules('كود'), qrModules('A'.repeat(26))], [null, null, null, null]);
});

test('a code is read letter by letter, with a pause where a dash stands', () => {
  assert.equal(spelled('7AC-EF'), '7 A C, E F');
});

test('a number is dialled without the spaces that people write', () => {
  assert.equal(telephone('+39 051 (234) 56-7'), 'tel:+39051234567');
});

test('a text is shown in the language of the person, else in the next best, never not at all', () => {
  const texts = { ar: 'مساعدة', en: 'Help' };
  assert.deepEqual(inLanguage(texts, ['ar-SY', 'en']), { code: 'ar', words: 'مساعدة' });
  assert.deepEqual(inLanguage(texts, ['ti', 'en']), { code: 'en', words: 'Help' });
  assert.deepEqual(inLanguage({ fa: 'کمک' }, ['ti', 'en']), { code: 'fa', words: 'کمک' });
  assert.deepEqual(inLanguage({}, ['en']), { code: '', words: '' });
  assert.deepEqual(inWishedLanguage(texts, ['ar-SY']), { code: 'ar', words: 'مساعدة' });
  assert.deepEqual(inWishedLanguage(texts, ['ti']), { code: '', words: '' }, 'not just any');
});

test('whoever listens hears of a pause and is waited for; one that fails holds nobody back', async () => {
  /** @type {string[]} */
  const heard = [];
  const off = [
    onInterruption(async (kind) => {
      await Promise.resolve();
      heard.push(kind);
    }),
    onInterruption(() => {
      throw new Error('the recorder broke');
    }),
  ];
  await interrupt('pause');
  assert.deepEqual(heard, ['pause']);
  off.forEach((stop) => stop());
  await interrupt('stop');
  assert.deepEqual(heard, ['pause']);
});
