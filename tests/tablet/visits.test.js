import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOverdue, momentOf, presetOf } from '../../fieldkit/tablet/visits/clock.js';

/** @type {import('../../fieldkit/tablet/visits/clock.js').Visit} */
const VISIT = { id: '1', form: 'f', title: 'Visit', startedAt: '2026-05-04T07:30:00.000Z', endedAt: null, minutes: 30, stopped: false };
const ROLES = { 'contact-started': '/data/started', 'contact-ended': '/data/ended', outcome: '/data/outcome' };

test('the clock shows that the agreed time is over, and not before', () => {
  assert.equal(isOverdue(VISIT, new Date('2026-05-04T07:59:59Z')), false);
  assert.equal(isOverdue(VISIT, new Date('2026-05-04T08:00:00Z')), true);
  assert.equal(isOverdue({ ...VISIT, minutes: 0 }, new Date('2026-05-05T08:00:00Z')), false);
  assert.equal(isOverdue({ ...VISIT, endedAt: '2026-05-04T07:40:00Z' }, new Date('2026-05-04T09:00:00Z')), false);
});

test('the form gets the times of the clock where it has a question for them', () => {
  const over = { ...VISIT, endedAt: '2026-05-04T08:05:00.000Z' };
  assert.deepEqual([...presetOf(over, ROLES).keys()], ['/data/started', '/data/ended']);
  assert.equal(presetOf({ ...over, stopped: true }, ROLES).get('/data/outcome'), 'stopped');
  assert.equal(presetOf(VISIT, ROLES).has('/data/ended'), false);
  assert.equal(presetOf(over, {}).size, 0);
});

test('a moment keeps the hour of the wall and its distance from UTC', () => {
  const moment = new Date('2026-05-04T07:30:15.678Z');
  assert.match(momentOf(moment), /^2026-05-04T\d\d:\d\d:15\.000[+-]\d\d:\d\d$/);
  assert.equal(new Date(momentOf(moment)).getTime(), new Date('2026-05-04T07:30:15Z').getTime());
});
