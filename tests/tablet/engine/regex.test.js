import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fitsWhole } from '../../../fieldkit/tablet/engine/regex.js';

const PATTERNS = JSON.parse(readFileSync(new URL('../../data/patterns.json', import.meta.url), 'utf8'));

test('all of an answer must fit a pattern, as in ODK Collect', () => {
  assert.equal(fitsWhole('123', '[0-9]{3}'), true);
  assert.equal(fitsWhole('12345', '[0-9]{3}'), false);
  assert.equal(fitsWhole('b', 'a|b'), true);
  assert.equal(fitsWhole('ab', 'a|b'), false);
  assert.equal(fitsWhole('AB-1234', '^[A-Z]{2}-[0-9]{4}$'), true);
});

test('letters of every script are letters, and an escape that needs none does no harm', () => {
  assert.equal(fitsWhole('نور', '\\p{L}+'), true);
  assert.equal(fitsWhole('nour 2', '\\p{L}+'), false);
  assert.equal(fitsWhole('a_b@c', '[a-z\\_]+\\@[a-z]'), true);
});

test('capital letters can be let pass, in the writing of Java', () => {
  assert.equal(fitsWhole('ABC', '(?i)abc'), true);
  assert.equal(fitsWhole('ABC', 'abc'), false);
});

test('what publishing lets pass can be read here, and what it calls broken cannot', () => {
  for (const [text, pattern] of PATTERNS.fits) assert.equal(fitsWhole(text, pattern), true, pattern);
  for (const pattern of PATTERNS.broken) {
    for (const flags of ['', 'u']) assert.throws(() => new RegExp(pattern, flags), SyntaxError, pattern);
  }
});

test('nothing fits a pattern that no browser can read', () => {
  assert.equal(fitsWhole('anything', '[a-z&&[^b]]++('), false);
  assert.equal(fitsWhole('', '[A-Z'), false);
});
