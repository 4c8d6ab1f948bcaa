import assert from 'node:assert/strict';
import test from 'node:test';
import { platformOf } from '../../fieldkit/tablet/app/installing.js';
import { clockError, judge, roomFor, total, WRONG_CLOCK } from '../../fieldkit/tablet/app/readiness.js';

/** @typedef {import('../../fieldkit/tablet/app/readiness.js').Facts} Facts */

/** @param {Partial<Facts>} [changes] @returns {Facts} a tablet with which all is well */
function facts(changes) {
  const tried = /** @type {const} */ ({ server: 'ok', camera: 'ok', microphone: 'ok', place: 'ok' });
  return { secure: true, kept: true, persisted: true, freeBytes: 20e9, clockAhead: 1000, person: true, forms: 2, tried, ...changes };
}

/** @param {Partial<Facts>} changes @param {string} name */
const standing = (changes, name) => judge(facts(changes)).find((check) => check.name === name)?.standing;

test('a tablet with which all is well is ready', () => {
  assert.equal(total(judge(facts())).standing, 'ok');
});

test('each fault is found, and says how bad it is', () => {
  assert.equal(standing({ secure: false }, 'secure'), 'bad');
  assert.equal(standing({ kept: false }, 'offline'), 'bad');
  assert.equal(standing({ persisted: false }, 'persisted'), 'wait');
  assert.equal(standing({ freeBytes: 500e6 }, 'space'), 'wait');
  assert.equal(standing({ freeBytes: 50e6 }, 'space'), 'bad');
  assert.equal(standing({ clockAhead: -WRONG_CLOCK }, 'clock'), 'bad');
  assert.equal(standing({ clockAhead: WRONG_CLOCK - 1 }, 'clock'), 'ok');
  assert.equal(standing({ person: false }, 'person'), 'bad');
  assert.equal(standing({ forms: 0 }, 'forms'), 'bad');
  assert.equal(standing({ tried: {} }, 'camera'), 'open');
  assert.equal(standing({ tried: { server: 'bad' } }, 'server'), 'bad');
});

test('the sentence over all of it names the worst, and how often', () => {
  assert.deepEqual(total(judge(facts({ forms: 0, secure: false, persisted: false }))), { standing: 'bad', count: 2 });
  assert.deepEqual(total(judge(facts({ tried: { server: 'ok' }, persisted: false }))), { standing: 'open', count: 3 });
  assert.deepEqual(total(judge(facts({ persisted: false }))), { standing: 'wait', count: 1 });
});

test('free space is said in photos and minutes, rounded down', () => {
  assert.deepEqual(roomFor(1_234e6), { photos: 1200, minutes: 2400 });
  assert.deepEqual(roomFor(12_700_000), { photos: 12, minutes: 25 });
  assert.deepEqual(roomFor(0), { photos: 0, minutes: 0 });
});

test('an iPad that calls itself a Mac is shown the iPad’s way', () => {
  assert.equal(platformOf({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 5 }), 'apple');
  assert.equal(platformOf({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 0 }), 'other');
  assert.equal(platformOf({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5)', maxTouchPoints: 5 }), 'apple');
  assert.equal(platformOf({ userAgent: 'Mozilla/5.0 (Linux; Android 14; Tab)', maxTouchPoints: 5 }), 'android');
});

test('a clock that was set back is noticed without a network, from the moment at which the server last answered', () => {
  const heard = { clockAhead: 1000, noOrderAt: '2026-11-20T12:00:00Z' };
  const at = (/** @type {string} */ time) => Date.parse(`2026-11-20T${time}:00Z`);
  assert.equal(clockError(heard, at('09:30')), -2.5 * 3_600_000);
  assert.equal(clockError(heard, at('11:56')), 1000, 'some minutes are no more than clocks that are right differ by');
  assert.equal(clockError(heard, at('18:00')), 1000);
  assert.equal(clockError({ ...heard, clockAhead: -7_200_000 }, at('11:00')), -7_200_000, 'it was as wrong as that already');
  assert.equal(clockError({ ...heard, clockAhead: 86_400_000 }, at('11:00')), -3_600_000, 'it was ahead, and is behind now');
  assert.equal(clockError({ clockAhead: 5, noOrderAt: null }, at('11:00')), 5);
  assert.equal(clockError(null, at('11:00')), 0);
});
