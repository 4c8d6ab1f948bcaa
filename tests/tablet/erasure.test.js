import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { lock, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { closeDatabase, read } from '../../fieldkit/tablet/storage/database.js';
import { saveDraft } from '../../fieldkit/tablet/storage/drafts.js';
import { dropEverything, dropReadable, loadErasure } from '../../fieldkit/tablet/storage/erasure.js';
import { keepBlob, keepForm, offerForms } from '../../fieldkit/tablet/storage/forms.js';
import { keepJotted } from '../../fieldkit/tablet/storage/jotted.js';
import { exchangeForReceipt, keepEnvelope, listWaiting } from '../../fieldkit/tablet/storage/outbox.js';
import { savePerson } from '../../fieldkit/tablet/storage/people.js';
import { keepPrompt, keepTexts, promptId } from '../../fieldkit/tablet/storage/prompts.js';
import { recordingsOf } from '../../fieldkit/tablet/storage/recordings.js';
import { keepReturned } from '../../fieldkit/tablet/storage/returned.js';
import { saveEnrolment } from '../../fieldkit/tablet/storage/settings.js';
import { saveVisit } from '../../fieldkit/tablet/storage/visits.js';

const NOW = new Date('2026-05-04T09:30:00Z');
const AT = NOW.toISOString();
const FORM = /** @type {any} */ ({ key: 'f', formId: 'visit', version: '1', title: 'Visit', languages: [], xformSha256: 'x', media: [] });
const WAITING = /** @type {any} */ ({ instanceId: 'uuid:9', header: { sealed_at: AT, parts: [] }, manifest: { files: [] }, state: 'ready' });

beforeEach(async () => {
  await lock('change');
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  await signIn({ id: 'person-1', name: 'Amina' }, new Uint8Array(32).fill(7));
});

/** @returns {Promise<Record<string, IDBValidKey[]>>} the keys that are left, by store */
async function left() {
  const stores = /** @type {const} */ (['settings', 'forms', 'blobs', 'drafts', 'draftFiles', 'outbox', 'parts', 'sent', 'people', 'recordings', 'prompts', 'visits']);
  return read([...stores], async (transaction) => {
    /** @type {Record<string, IDBValidKey[]>} */
    const keys = {};
    for (const store of stores) {
      const found = await transaction.objectStore(store).getAllKeys();
      if (found.length) keys[store] = found;
    }
    return keys;
  });
}

/** Everything that a window which has not heard of the order yet may write. */
async function write() {
  const prompt = { id: promptId('f', 'ar', 'a'), form: 'f', formId: 'visit', version: '1', language: 'ar', textSha256: 'a', at: AT };
  await saveDraft({ id: 'uuid:1', form: 'f', title: 'Visit', startedAt: AT }, { xml: '<a/>', files: new Map([['p.jpg', new Blob(['p'])]]) }, NOW);
  await saveVisit({ id: 'v', form: 'f', title: 'Visit', startedAt: AT, endedAt: null, minutes: 0, stopped: false });
  await (await recordingsOf('uuid:1').begin({ path: '/a', type: 'audio/webm', startedAt: AT })).piece(new Blob(['sound']));
  await keepPrompt(prompt, new Blob(['sound']));
  await keepTexts('f', []);
  await keepJotted('addition uuid:2', 'words');
  await keepReturned('person-1', []);
  await keepForm(FORM);
  await keepBlob('x', new Blob(['form']));
  await offerForms([FORM]);
  await savePerson(/** @type {any} */ ({ id: 'person-2', name: 'Nasrin', createdAt: AT }));
}

test('after an order to empty it was carried out nothing readable comes back, whoever writes', async () => {
  await write();
  assert.ok(Object.keys(await left()).length >= 8); // what follows is refused because of the order, and not anyway
  await dropReadable();
  assert.deepEqual(await left(), { settings: ['erasure'] });
  await write();
  assert.deepEqual(await left(), { settings: ['erasure'] });
});

test('a record that was sealed in the last moment is not thrown away with the rest', async () => {
  await dropReadable();
  await keepEnvelope(WAITING, [new Blob(['sealed'])], []);
  assert.equal(await dropEverything(), false);
  assert.equal(await loadErasure(), 'under-way');
  assert.deepEqual((await listWaiting()).map(({ instanceId }) => instanceId), ['uuid:9']);
  await exchangeForReceipt(/** @type {any} */ ({ instanceId: 'uuid:9', receivedAt: AT }));
  assert.equal(await dropEverything(), true);
  assert.deepEqual(await left(), { settings: ['erasure'] });
});

test('a tablet that joins again keeps again', async () => {
  await dropReadable();
  await dropEverything();
  await saveEnrolment(/** @type {any} */ ({ projectId: 'p' }));
  await write();
  assert.ok(Object.keys(await left()).includes('drafts'));
});
