import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { jotted, jotting } from '../../fieldkit/tablet/app/jotting.js';
import { lock } from '../../fieldkit/tablet/lock/keyring.js';
import { read } from '../../fieldkit/tablet/storage/database.js';
import { alertOf, dropDraft, saveDraft } from '../../fieldkit/tablet/storage/drafts.js';
import { dropReadable } from '../../fieldkit/tablet/storage/erasure.js';
import { jottedKeys, keepJotted, keepJottedPhoto, loadJotted, loadJottedPhoto } from '../../fieldkit/tablet/storage/jotted.js';
import { keepEnvelope } from '../../fieldkit/tablet/storage/outbox.js';
import { AMINA, beginAnew, come, SAMIRA } from './people.js';

const PLACE = 'addition uuid:1';
const NOW = new Date('2026-05-04T09:30:00Z');

beforeEach(beginAnew);

/** @returns {Promise<[IDBValidKey, unknown][]>} */
async function settings() {
  return read(['settings'], async (transaction) => {
    const store = transaction.objectStore('settings');
    const [keys, values] = [await store.getAllKeys(), await store.getAll()];
    return keys.map((key, i) => [key, values[i]]);
  });
}

test('what was jotted down is there again, for who wrote it and nobody else', async () => {
  await keepJotted(PLACE, 'the door was open');
  await come(SAMIRA);
  assert.equal(await loadJotted(PLACE), null);
  await keepJotted(PLACE, 'another');
  await come(AMINA);
  assert.equal(await loadJotted(PLACE), 'the door was open');
  await lock('hide');
  assert.equal(await loadJotted(PLACE), null);
  await assert.rejects(keepJotted(PLACE, 'too late'), { name: 'Locked' });
});

test('it lies there encrypted, and a longer word makes it no longer', async () => {
  await keepJotted(PLACE, 'Nasrin');
  await keepJotted('addition uuid:2', 'Nasrin and her sister');
  const kept = (await settings()).map(([, value]) => /** @type {Blob} */ (value));
  assert.equal(kept.length, 2);
  assert.equal(kept[0].size, kept[1].size);
  for (const blob of kept) assert.ok(!Buffer.from(await blob.arrayBuffer()).includes('Nasrin'));
});

test('it goes when it is emptied, when it is locked, and with the draft that it lies beside', async () => {
  await keepJotted(PLACE, 'words');
  await keepJotted(PLACE, null);
  assert.deepEqual(await settings(), []);
  await keepJotted(PLACE, 'words');
  await keepEnvelope(/** @type {any} */ ({ instanceId: 'uuid:3' }), [], jottedKeys(PLACE));
  assert.deepEqual(await settings(), []);
  await saveDraft({ id: 'uuid:4', form: 'f', title: 'Visit', startedAt: NOW.toISOString() }, { xml: '<a/>', files: new Map() }, NOW);
  await keepJotted(alertOf('uuid:4'), { words: 'help', now: true });
  await dropDraft('uuid:4');
  assert.deepEqual(await settings(), []);
});

test('a photo beside the words is there again, encrypted, for who took it, and goes with them', async () => {
  const photo = new Blob(['canary-photo'], { type: 'image/jpeg' });
  await keepJotted(PLACE, 'words');
  await keepJottedPhoto(PLACE, photo);
  for (const [, value] of await settings()) assert.ok(!Buffer.from(await /** @type {Blob} */ (value).arrayBuffer()).includes('canary'));
  await come(SAMIRA);
  assert.equal(await loadJottedPhoto(PLACE), null);
  await come(AMINA);
  const found = await loadJottedPhoto(PLACE);
  assert.equal(await found?.text(), 'canary-photo');
  assert.equal(found?.type, 'image/jpeg');
  assert.equal(await loadJotted(PLACE), 'words');
  await keepJottedPhoto(PLACE, null);
  assert.equal(await loadJottedPhoto(PLACE), null);
  await keepJottedPhoto(PLACE, photo);
  await keepEnvelope(/** @type {any} */ ({ instanceId: 'uuid:3' }), [], jottedKeys(PLACE));
  assert.deepEqual(await settings(), []);
});

test('an emptied tablet takes nothing more', async () => {
  await dropReadable();
  await keepJotted(PLACE, 'words');
  assert.deepEqual((await settings()).map(([key]) => key), ['erasure']);
});

test('of many changes in a hurry the last is kept, and a lock waits for it', async () => {
  const keep = jotting(PLACE);
  for (const words of ['a', 'ab', 'abc']) void keep(words);
  await lock('hide');
  await come(AMINA);
  assert.equal(await jotted(PLACE), 'abc');
  await keep('abcd');
  await keep('abcde');
  assert.equal(await jotted(PLACE), 'abcde');
});
