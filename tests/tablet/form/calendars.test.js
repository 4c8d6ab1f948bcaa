import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALENDARS, fromGregorian, monthLength, monthName, toGregorian } from '../../../fieldkit/tablet/form/calendars.js';

const DAY_MS = 86_400_000;

/** The same day as the browser's own tables have it. @param {string} calendar @param {string} gregorian */
function byIntl(calendar, gregorian) {
  const parts = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }).formatToParts(new Date(`${gregorian}T00:00:00Z`));
  const part = (/** @type {string} */ type) => Number(parts.find((each) => each.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

for (const [name, calendar] of Object.entries(CALENDARS)) {
  test(`every day from 1900 to 2100 is the same in the ${name} calendar as in the tables of ICU, and comes back`, () => {
    for (let moment = Date.UTC(1900, 0, 1); moment < Date.UTC(2100, 0, 1); moment += DAY_MS) {
      const gregorian = new Date(moment).toISOString().slice(0, 10);
      const day = fromGregorian(calendar, gregorian);
      assert.ok(day);
      assert.equal(toGregorian(calendar, day), gregorian);
      if (moment % (DAY_MS * 11) === 0) assert.deepEqual(day, byIntl(calendar.intl, gregorian), gregorian);
    }
  });
}

test('days that were printed in calendars', () => {
  assert.equal(toGregorian(CALENDARS.ethiopian, { year: 2016, month: 1, day: 1 }), '2023-09-12');
  assert.equal(toGregorian(CALENDARS.coptic, { year: 1740, month: 1, day: 1 }), '2023-09-12');
  assert.equal(toGregorian(CALENDARS.persian, { year: 1403, month: 1, day: 1 }), '2024-03-20');
  assert.equal(toGregorian(CALENDARS.islamic, { year: 1445, month: 1, day: 1 }), '2023-07-19');
});

test('a day that its month does not have is none', () => {
  assert.equal(monthLength(CALENDARS.ethiopian, 2015, 13), 6);
  assert.equal(monthLength(CALENDARS.ethiopian, 2016, 13), 5);
  assert.equal(toGregorian(CALENDARS.ethiopian, { year: 2016, month: 13, day: 6 }), null);
  assert.equal(toGregorian(CALENDARS.islamic, { year: 1445, month: 13, day: 1 }), null);
  assert.equal(toGregorian(CALENDARS.persian, { year: 1403, month: 7, day: 31 }), null);
  assert.equal(toGregorian(CALENDARS.persian, { year: 1.5, month: 7, day: 1 }), null);
  assert.equal(fromGregorian(CALENDARS.islamic, 'soon'), null);
  assert.equal(fromGregorian(CALENDARS.islamic, '0500-01-01'), null);
});

test('a month has its number, and its name where one is known', () => {
  assert.equal(monthName(CALENDARS.ethiopian, 1, 'en'), '1 · Meskerem');
  assert.equal(monthName(CALENDARS.persian, 1, 'fa'), '1 · فروردین');
  assert.equal(monthName(CALENDARS.coptic, 3, 'no such language'), '3');
});
