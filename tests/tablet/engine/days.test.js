import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, daysOf, momentOf, timeOf } from '../../../fieldkit/tablet/engine/days.js';

const NOW = '2026-05-04T13:10:14.623+02:00';

test('a moment is a day, a time or both, as the question asks', () => {
  assert.equal(dayOf(NOW), '2026-05-04');
  assert.equal(timeOf(NOW), '13:10:14.623+02:00');
  assert.equal(momentOf(NOW), NOW);
});

test('a number of days is the day that it leads to, and the time that its fraction is', () => {
  assert.equal(dayOf('0'), '1970-01-01');
  assert.equal(dayOf('20577.0'), '2026-05-04');
  assert.equal(dayOf('-1'), '1969-12-31');
  assert.equal(timeOf('20577.5'), '12:00:00.000');
  assert.match(momentOf('20577.5'), /^2026-05-04T12:00:00\.000[+-]\d\d:\d\d$/);
});

test('a day begins where the tablet is', () => {
  const begins = momentOf('2026-05-04');
  assert.equal(new Date(begins).getTime(), new Date(2026, 4, 4).getTime());
});

test('what is written as its question asks, or means nothing, stays as it is', () => {
  for (const text of ['', '2026-05-04', 'soon', '12:30', 'NaN']) assert.equal(dayOf(text), text);
  for (const text of ['', '13:10:14.623+02:00', '08:30', 'soon']) assert.equal(timeOf(text), text);
  for (const text of ['', NOW, '2026-05-04T13:10:14.623Z']) assert.equal(momentOf(text), text);
  assert.equal(dayOf(null), '');
  assert.equal(dayOf('99999999999'), '99999999999');
});

test('days are counted by the clock on the wall', () => {
  const moment = { toPlainDateTime: () => ({ toZonedDateTime: (/** @type {string} */ zone) => ({ epochMilliseconds: zone === 'UTC' ? 3 * 86_400_000 : 0 }) }) };
  assert.equal(daysOf(moment), 3);
});
