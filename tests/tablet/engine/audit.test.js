import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditLog } from '../../../fieldkit/tablet/engine/audit.js';

/** A clock that moves a second at every look. */
function clock() {
  let time = 1_000_000;
  return () => new Date((time += 1000));
}

const wish = { path: '/data/meta/audit', trackChanges: false, identifyUser: false };

test('each question that was open has a row with its beginning and its end', async () => {
  const log = auditLog({ wish, user: 'Amal', now: clock() });
  log.note('form start');
  log.enter('/data/name', '');
  log.leave('Nour');
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
  log.enter('/data/name', 'A');
  log.leave('A\nB');
  const [head, row] = [(await log.file().text()).split('\r\n')[0], (await log.file().text()).slice(50)];
  assert.equal(head, 'event,node,start,end,old-value,new-value,user');
  assert.match(row, /"A\nB","Amal, of ""Marenza"""/);
});

test('an answer that did not change leaves both values empty', async () => {
  const log = auditLog({ wish: { ...wish, trackChanges: true }, user: '', now: clock() });
  log.enter('/data/name', 'A');
  log.leave('A');
  assert.match(await log.file().text(), /question,\/data\/name,\d+,\d+,,\r\n/);
});
