import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { lock, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { closeDatabase, read } from '../../fieldkit/tablet/storage/database.js';
import { dropDraft, saveDraft } from '../../fieldkit/tablet/storage/drafts.js';
import { keepBlob, keepForm } from '../../fieldkit/tablet/storage/forms.js';
import { keepJotted, keepJottedPhoto } from '../../fieldkit/tablet/storage/jotted.js';
import { exchangeForReceipt, keepEnvelope } from '../../fieldkit/tablet/storage/outbox.js';
import { listPeople, savePerson } from '../../fieldkit/tablet/storage/people.js';
import { keepPrompt } from '../../fieldkit/tablet/storage/prompts.js';
import { keepReturned } from '../../fieldkit/tablet/storage/returned.js';
import { loadEnrolment, loadSendingChoice, loadSpareCopy, noteSpareCopy, saveEnrolment, saveFlag, saveSendingChoice } from '../../fieldkit/tablet/storage/settings.js';
import { changeStudy, holdsAnything, whatIsLeft } from '../../fieldkit/tablet/storage/study.js';
import { saveVisit } from '../../fieldkit/tablet/storage/visits.js';

const NOW = new Date('2026-05-04T09:30:00Z');
const AT = NOW.toISOString();
const NOTHING = { drafts: 0, ready: 0, needsYou: 0, visits: 0, prompts: 0, additions: 0 };
const NEW = /** @type {any} */ ({ projectId: 'new' });

beforeEach(async () => {
  await lock('change');
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  await signIn({ id: 'person-1', name: 'Amina' }, new Uint8Array(32).fill(7));
  await saveEnrolment(/** @type {any} */ ({ projectId: 'old' }));
  await savePerson(/** @type {any} */ ({ id: 'person-1', name: 'Amina', createdAt: AT }));
});

/** @param {string} id @param {string} state */
const seal = (id, state) => keepEnvelope(/** @type {any} */ ({ instanceId: id, state }), [], []);

/** Each of what holds a tablet in its study. @type {[string, object, () => Promise<unknown>][]} */
const HOLDS = [
  ['a draft', { drafts: 1 }, () => saveDraft({ id: 'uuid:1', form: 'f', title: 'Visit', startedAt: AT }, { xml: '<a/>', files: new Map() }, NOW)],
  ['a locked record', { ready: 1 }, () => seal('uuid:2', 'ready')],
  ['one that needs somebody', { needsYou: 1 }, () => seal('uuid:3', 'needs-you')],
  ['a visit by the clock', { visits: 1 }, () => saveVisit({ id: 'v', form: 'f', title: 'Visit', startedAt: AT, endedAt: null, minutes: 0, stopped: false })],
  ['a text read aloud', { prompts: 1 }, () => keepPrompt({ id: 'p', form: 'f', formId: 'visit', version: '1', language: 'ar', textSha256: 'a', at: AT }, new Blob(['sound']))],
  ['words to add', { additions: 1 }, () => keepJotted('addition uuid:4', 'words')],
  ['a photo to add', { additions: 1 }, () => keepJottedPhoto('addition uuid:4', new Blob(['photo']))],
];

for (const [name, more, keep] of HOLDS) {
  test(`${name} keeps the tablet in its study, whoever is signed in`, async () => {
    await keep();
    await lock('change');
    assert.deepEqual(await whatIsLeft(), { ...NOTHING, ...more });
    assert.deepEqual(await changeStudy(NEW), { ...NOTHING, ...more });
    assert.equal((await loadEnrolment())?.projectId, 'old');
    assert.equal((await listPeople()).length, 1);
  });
}

test('words and photo of one addition are one, and those of two people are counted', async () => {
  await keepJotted('addition uuid:4', 'words');
  await keepJottedPhoto('addition uuid:4', new Blob(['photo']));
  assert.equal((await whatIsLeft()).additions, 1);
  await lock('change');
  await signIn({ id: 'person-2', name: 'Nasrin' }, new Uint8Array(32).fill(8));
  await keepJotted('addition uuid:4', 'words');
  assert.equal((await whatIsLeft()).additions, 2);
});

test('nothing of the old study stays: neither its receipts, to which nothing can be added, nor its forms', async () => {
  await exchangeForReceipt(/** @type {any} */ ({ instanceId: 'uuid:5', title: 'Visit' }));
  await keepForm(/** @type {any} */ ({ key: 'f' }));
  await keepBlob('a', new Blob(['form']));
  await noteSpareCopy({ savedAt: AT, records: 1 });
  await saveSendingChoice('small');
  await changeStudy(NEW);
  for (const store of /** @type {const} */ (['sent', 'forms', 'blobs'])) {
    assert.equal(await read([store], (transaction) => transaction.objectStore(store).count()), 0, store);
  }
  assert.equal(await loadSpareCopy(), null);
  assert.equal(await loadSendingChoice(), 'small', 'what may use mobile data is said of the tablet, not of the study');
});

test('a tablet that holds nothing more goes, and forgets whose it was', async () => {
  await saveDraft({ id: 'uuid:1', form: 'f', title: 'Visit', startedAt: AT }, { xml: '<a/>', files: new Map() }, NOW);
  await dropDraft('uuid:1');
  await keepReturned('person-1', []);
  await saveFlag('walked person-1', true);
  const left = await changeStudy(NEW);
  assert.equal(holdsAnything(left), false);
  assert.equal((await loadEnrolment())?.projectId, 'new');
  assert.deepEqual(await listPeople(), []);
  assert.deepEqual(await read(['settings'], (transaction) => transaction.objectStore('settings').getAllKeys()), ['enrolment']);
});
