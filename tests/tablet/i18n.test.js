import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { direction, formatBytes, formatDate, formatList, formatNumber, joinMoment, formatTime, language, n, onLanguageChange, t, usePack } from '../../fieldkit/tablet/i18n.js';
import { formatPattern, groupDigits } from '../../fieldkit/tablet/i18n/patterns.js';
import { readRoute, address } from '../../fieldkit/tablet/app/routes.js';

/** @param {Partial<import('../../fieldkit/tablet/i18n.js').Pack>} changes @returns {import('../../fieldkit/tablet/i18n.js').Pack} */
function pack(changes) {
  const months = ['gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno', 'luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre'];
  return {
    code: 'it',
    direction: 'ltr',
    plural: Array.from({ length: 200 }, (_, count) => (count === 1 ? 0 : 1)),
    messages: {},
    numbers: { decimal: ',', group: '.' },
    dates: { months, shortMonths: months.map((month) => month.slice(0, 3)), monthsAlone: months.map((month) => `${month} da solo`), days: ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'], periods: { am: 'AM', pm: 'PM' }, date: 'd MMMM y', day: "EEEE d MMMM", month: 'LLLL y', time: 'HH:mm', moment: '{1}, {0}' },
    lists: { start: ', ', middle: ', ', end: ' e ', 2: ' e ' },
    ...changes,
  };
}

// Arabic as Babel numbers it: none, one, two, 3 to 10, hundreds, 11 to 99.
const ARABIC = Array.from({ length: 200 }, (_, count) => (count < 3 ? count : count % 100 >= 3 && count % 100 <= 10 ? 3 : count % 100 <= 2 ? 4 : 5));

afterEach(() => usePack(pack({ code: 'en', messages: {} })));

test('a message without a translation stays in English, with its values', () => {
  usePack(pack({ messages: { Send: 'Invia', Empty: '' } }));
  assert.equal(t('Send'), 'Invia');
  assert.equal(t('Empty'), 'Empty');
  assert.equal(t('Hello %(name)s', { name: 'Amal' }), 'Hello Amal');
  assert.equal(t('Keep %(other)s', { name: 'Amal' }), 'Keep %(other)s');
});

test('a value is put in as it is, whatever it looks like', () => {
  assert.equal(t('Hello %(name)s', { name: '$& %(name)s' }), 'Hello $& %(name)s');
});

test('the plural follows the catalogue’s own table, which repeats every hundred', () => {
  const forms = ['none', 'one', 'two', '%(count)s few', '%(count)s hundred', '%(count)s many'];
  usePack(pack({ code: 'ar', direction: 'rtl', plural: ARABIC, messages: { '%(count)s visit': forms } }));
  const say = (/** @type {number} */ count) => n('%(count)s visit', '%(count)s visits', count);
  assert.deepEqual([0, 1, 2, 3, 11, 100, 103, 111].map(say), ['none', 'one', 'two', '3 few', '11 many', '100 hundred', '103 few', '111 many']);
  assert.equal(say(1003), '1.003 few');
  assert.equal(say(2011), '2.011 many');
  assert.equal(direction(), 'rtl');
});

test('a list and a moment are joined as the language joins them', () => {
  const lists = { start: '، و', middle: '، و', end: '، و', 2: ' و' };
  usePack(pack({ code: 'ar', direction: 'rtl', lists, dates: { ...pack({}).dates, moment: '{1}، {0}' } }));
  assert.equal(formatList([]), '');
  assert.equal(formatList(['واحد']), 'واحد');
  assert.equal(formatList(['واحد', 'اثنان']), 'واحد واثنان');
  assert.equal(formatList(['واحد', 'اثنان', 'ثلاثة']), 'واحد، واثنان، وثلاثة');
  assert.equal(joinMoment('4 مايو 2026', '09:30'), '4 مايو 2026، 09:30');
  usePack(pack({}));
  assert.equal(formatList(['uno', 'due', 'tre', 'quattro']), 'uno, due, tre e quattro');
});

test('a message that counts falls back to English', () => {
  assert.equal(n('%(count)s visit', '%(count)s visits', 1), '1 visit');
  assert.equal(n('%(count)s visit', '%(count)s visits', 2), '2 visits');
});

test('numbers, dates and sizes are written in the language’s way', () => {
  usePack(pack({}));
  assert.equal(formatNumber(1234567.5), '1.234.567,5');
  assert.equal(formatDate(new Date(2026, 4, 4)), '4 maggio 2026');
  assert.equal(formatDate(new Date(2026, 4, 3), 'day'), 'domenica 3 maggio');
  assert.equal(formatDate(new Date(2026, 4, 1), 'month'), 'maggio da solo 2026');
  assert.equal(formatTime(new Date(2026, 4, 4, 9, 5)), '09:05');
  assert.equal(formatBytes(1_540_000), '1,5 MB');
  assert.equal(formatBytes(12), '12 bytes');
});

test('patterns know literals, two-digit years, and the twelve hours of the clock', () => {
  const { dates } = pack({});
  const at = (/** @type {number} */ hour) => new Date(2026, 0, 9, hour, 7);
  assert.equal(formatPattern("d 'de' MMM y", at(0), dates), '9 de gen 2026');
  assert.equal(formatPattern("h 'o''clock' a", at(0), dates), "12 o'clock AM");
  assert.equal(formatPattern('hh:mm a', at(13), dates), '01:07 PM');
  assert.equal(formatPattern('dd/MM/yy', at(1), dates), '09/01/26');
  assert.equal(formatPattern("y''", at(1), dates), "2026'");
  assert.throws(() => formatPattern('QQQ', at(1), dates), RangeError);
});

test('rounding never leaves a minus before nothing', () => {
  assert.equal(groupDigits(-0.001, 2, { decimal: '.', group: ',' }), '0');
  assert.equal(groupDigits(-1234.5, 1, { decimal: '.', group: ',' }), '-1,234.5');
});

test('whoever draws is told when the language changes, until they stop listening', () => {
  let times = 0;
  const stop = onLanguageChange(() => (times += 1));
  usePack(pack({ code: 'it' }));
  assert.equal(language().code, 'it');
  stop();
  usePack(pack({ code: 'en' }));
  assert.equal(times, 1);
});

test('an address leads to its screen; any other leads to what is to do', () => {
  assert.deepEqual(readRoute('#/ready'), { name: 'ready' });
  assert.deepEqual(readRoute(address('fill', 'uuid:1/2')), { name: 'fill', id: 'uuid:1/2' });
  for (const hash of ['', '#', '#/nowhere', '#/fill', '#/fill/', '#/record/%E0%A4%A', '#enrol=x']) assert.deepEqual(readRoute(hash), { name: 'todo' }, hash);
});
