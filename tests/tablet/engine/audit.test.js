import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditLog } from '../../../fieldkit/tablet/engine/audit.js';
import { surestOf } from '../../../fieldkit/tablet/engine/spots.js';

/** A clock that moves a second at every look. */
function clock() {
  let time = 1_000_000;
  return () => new Date((time += 1000));
}

const wish = { path: '/data/meta/audit', trackChanges: false, identifyUser: false, location: null };

test('each question that was open has a row with its beginning and its end', async () => {
  const log = auditLog({ wish, user: 'Amal', now: clock() });
  log.note('form start');
  log.enter([{ node: '/data/name', value: '' }]);
  log.leave(() => 'Nour');
  assert.equal(await log.file('form finalize').text(), 'event,node,start,end\r\nform start,,1001000,\r\nquestion,/data/name,1002000,1003000\r\nform finalize,,1004000,\r\n');
});

test('a closing event belongs to one copy only', async () => {
  const log = auditLog({ wish, user: 'Amal', now: clock() });
  await log.file('form exit').text();
  assert.ok(!(await log.file().text()).includes('form exit'));
});

test('a reopened draft goes on with its log', async () => {
  const log = auditLog({ wish, user: 'Amal', now: clock(), earlier: 'event,node,start,end\r\nform start,,1,\r\n' });
  log.note('form resume');
  assert.equal(await log.file().text(), 'event,node,start,end\r\nform start,,1,\r\nform resume,,1001000,\r\n');
});

test('changes and the user are noted when the form asks for it, and quoted as CSV', async () => {
  const log = auditLog({ wish: { ...wish, trackChanges: true, identifyUser: true }, user: 'Amal, of "Marenza"', now: clock() });
  log.enter([{ node: '/data/name', value: 'A' }]);
  log.leave(() => 'A\nB');
  const [head, row] = [(await log.file().text()).split('\r\n')[0], (await log.file().text()).slice(50)];
  assert.equal(head, 'event,node,start,end,old-value,new-value,user');
  assert.match(row, /"A\nB","Amal, of ""Marenza"""/);
});

test('an answer that did not change leaves both values empty', async () => {
  const log = auditLog({ wish: { ...wish, trackChanges: true }, user: '', now: clock() });
  log.enter([{ node: '/data/name', value: 'A' }]);
  log.leave(() => 'A');
  assert.match(await log.file().text(), /question,\/data\/name,\d+,\d+,,\r\n/);
});

test('every question of a list has its row, and where the tablet was', async () => {
  const spots = [{ latitude: 44.5, longitude: 11.3, accuracy: 12 }, null];
  const location = { priority: 'balanced', everyMs: 60_000, maxAgeMs: 120_000 };
  const log = auditLog({ wish: { ...wish, location }, user: '', now: clock(), where: () => spots.shift() ?? null });
  log.enter([{ node: '/data/a', value: '' }, { node: '/data/b', value: '' }]);
  log.leave(() => 'x');
  log.leave(() => 'x');
  assert.equal(
    await log.file().text(),
    'event,node,start,end,latitude,longitude,accuracy\r\nquestion,/data/a,1001000,1002000,44.5,11.3,12\r\nquestion,/data/b,1001000,1002000,,,\r\n',
  );
});

test('of the places that are not too old the surest is taken', () => {
  const noted = [
    { latitude: 1, longitude: 1, accuracy: 3, at: 0 },
    { latitude: 2, longitude: 2, accuracy: 9, at: 5000 },
    { latitude: 3, longitude: 3, accuracy: 20, at: 9000 },
  ];
  assert.equal(surestOf(noted, 10_000, 60_000)?.latitude, 1);
  assert.equal(surestOf(noted, 10_000, 6000)?.latitude, 2);
  assert.equal(surestOf(noted, 90_000, 6000), null);
});
