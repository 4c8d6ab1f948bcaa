import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { currentPerson, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { change, closeDatabase, read } from '../../fieldkit/tablet/storage/database.js';
import { dropDraft, listDrafts, loadDraft, replaceByEnvelope, saveDraft } from '../../fieldkit/tablet/storage/drafts.js';
import { heldBlobs, keepBlob, listOfferedForms, loadDefinition, offerForms } from '../../fieldkit/tablet/storage/forms.js';
import { countTrays, exchangeForReceipt, keepEnvelope, listSent, listWaiting, loadPart, noteOutcome } from '../../fieldkit/tablet/storage/outbox.js';
import { dropReadable, loadErasure } from '../../fieldkit/tablet/storage/erasure.js';
import { keepEnrolment, loadEnrolment, loadFlag, loadInvitation, saveEnrolment, saveFlag, saveInvitation } from '../../fieldkit/tablet/storage/settings.js';
import { ALERT } from '../../fieldkit/tablet/sync/kit-records.js';
import { formKey } from '../../fieldkit/tablet/storage/types.js';

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  if (!currentPerson()) await signIn({ id: 'person-1', name: 'Amina' }, new Uint8Array(32).fill(7));
});

const NOW = new Date('2026-05-04T09:30:00Z');
const ABOUT = { id: 'uuid:1', form: formKey('visit', '1'), title: 'Visit', startedAt: NOW.toISOString() };

/** @param {string} id @returns {any} */
function waiting(id) {
  const header = { sealed_at: NOW.toISOString(), parts: [{ sha256: 'a', bytes: 6 }, { sha256: 'b', bytes: 6 }] };
  return { instanceId: id, title: 'Visit', startedAt: '', header, manifest: { xml_sha256: 'c', files: [] }, state: 'ready', reason: '', detail: '' };
}

/** @param {string} id @returns {any} */
function sent(id) {
  return { instanceId: id, title: 'Visit', startedAt: '', sealedAt: '', receivedAt: NOW.toISOString(), files: 0, signed: { receipt: '{}', signature: '' } };
}

/** @param {import('../../fieldkit/tablet/storage/database.js').StoreName} store @returns {Promise<any[]>} */
const all = (store) => read([store], (transaction) => transaction.objectStore(store).getAll());

test('a draft keeps its answers and its files together', async () => {
  await saveDraft(ABOUT, { xml: '<a>1</a>', files: new Map([['p.jpg', new Blob(['photo'])]]) }, NOW);
  const found = await loadDraft('uuid:1');
  assert.equal(found?.kept.xml, '<a>1</a>');
  assert.equal(await found?.kept.files.get('p.jpg')?.text(), 'photo');
  assert.equal((await listDrafts())[0].revision, 1);
});

test('a file that the answers no longer name goes, one that they name stays through every change', async () => {
  const photo = new Blob(['photo']);
  await saveDraft(ABOUT, { xml: '<a>1</a>', files: new Map([['p.jpg', photo], ['q.jpg', new Blob(['other'])]]) }, NOW);
  await saveDraft(ABOUT, { xml: '<a>2</a>', files: new Map([['p.jpg', photo]]) }, NOW);
  const found = await loadDraft('uuid:1');
  assert.deepEqual([...(found?.kept.files.keys() ?? [])], ['p.jpg']);
  assert.equal((await all('draftFiles')).length, 1);
});

test('a photo taken again under the same name replaces the first', async () => {
  await saveDraft(ABOUT, { xml: '<a/>', files: new Map([['p.jpg', new Blob(['first'])]]) }, NOW);
  await saveDraft(ABOUT, { xml: '<a/>', files: new Map([['p.jpg', new Blob(['second'])]]) }, NOW);
  assert.equal(await (await loadDraft('uuid:1'))?.kept.files.get('p.jpg')?.text(), 'second');
});

test('the name that a camera gave its file is not kept with the content', async () => {
  await saveDraft(ABOUT, { xml: '<a/>', files: new Map([['p.jpg', new File(['x'], 'Amal at home.jpg', { type: 'image/jpeg' })]]) }, NOW);
  const blob = (await loadDraft('uuid:1'))?.kept.files.get('p.jpg');
  assert.ok(blob && !(blob instanceof File));
  assert.equal(blob.type, 'image/jpeg');
});

test('sealing takes the draft away in the transaction that puts the envelope', async () => {
  await saveDraft(ABOUT, { xml: '<a>secret</a>', files: new Map([['p.jpg', new Blob(['photo'])]]) }, NOW);
  await saveDraft({ ...ABOUT, id: 'uuid:2' }, { xml: '<b/>', files: new Map([['p.jpg', new Blob(['another'])]]) }, NOW);
  await replaceByEnvelope('uuid:1', waiting('uuid:1'), [new Blob(['sealed']), new Blob(['sealed'])]);
  assert.deepEqual((await listDrafts()).map((draft) => draft.id), ['uuid:2']);
  assert.deepEqual((await all('draftFiles')).map((file) => file.draft), ['uuid:2']);
  assert.deepEqual(await countTrays(), { drafts: 1, ready: 1, needsYou: 0, sent: 0 });
  assert.equal((await loadPart('uuid:1', 1))?.size, 6);
});

test('a change that arrives after the lock does not bring the answers back', async () => {
  await replaceByEnvelope('uuid:1', waiting('uuid:1'), [new Blob(['sealed'])]);
  await saveDraft(ABOUT, { xml: '<a>secret</a>', files: new Map() }, NOW);
  assert.deepEqual(await listDrafts(), []);
  await exchangeForReceipt(sent('uuid:1'));
  await saveDraft(ABOUT, { xml: '<a>secret</a>', files: new Map() }, NOW);
  assert.deepEqual(await listDrafts(), []);
});

test('when sealing cannot be written, the draft is as it was', async () => {
  await saveDraft(ABOUT, { xml: '<a>1</a>', files: new Map([['p.jpg', new Blob(['photo'])]]) }, NOW);
  const unwritable = /** @type {any} */ ({ ...waiting('uuid:1'), manifest: () => {} });
  await assert.rejects(replaceByEnvelope('uuid:1', unwritable, []), { name: 'DataCloneError' });
  assert.equal((await loadDraft('uuid:1'))?.kept.files.size, 1);
  assert.deepEqual(await listWaiting(), []);
});

test('a receipt takes the sealed bytes away, of this record only', async () => {
  await replaceByEnvelope('x', waiting('uuid:1'), [new Blob(['1']), new Blob(['2'])]);
  await replaceByEnvelope('x', waiting('uuid:10'), [new Blob(['3'])]);
  await exchangeForReceipt(sent('uuid:1'));
  assert.deepEqual((await all('parts')).map((part) => part.instanceId), ['uuid:10']);
  assert.deepEqual((await listSent()).map((record) => record.instanceId), ['uuid:1']);
  assert.deepEqual((await listWaiting()).map((record) => record.instanceId), ['uuid:10']);
});

test('what stood in the way is remembered; of a record that is gone nothing is', async () => {
  await replaceByEnvelope('x', waiting('uuid:1'), []);
  await noteOutcome('uuid:1', { state: 'needs-you', reason: 'conflict', detail: 'kept aside' });
  await noteOutcome('uuid:gone', { state: 'ready', reason: 'offline', detail: '' });
  assert.equal((await listWaiting()).length, 1);
  assert.equal((await countTrays()).needsYou, 1);
});

test('a connection that the browser closed is opened again and the work done again', async () => {
  await saveDraft(ABOUT, { xml: '<a>1</a>', files: new Map() }, NOW);
  await closeBehindTheBack();
  await saveDraft(ABOUT, { xml: '<a>2</a>', files: new Map() }, NOW);
  await closeBehindTheBack();
  assert.equal((await loadDraft('uuid:1'))?.kept.xml, '<a>2</a>');
});

/** Close the app's connection without its knowledge, as a browser short of memory does. */
async function closeBehindTheBack() {
  await read(['settings'], async (transaction) => transaction.db.close());
}

test('an error of the work itself is not tried again', async () => {
  let times = 0;
  const failing = change(['settings'], async () => {
    times += 1;
    throw new RangeError('no');
  });
  await assert.rejects(failing, RangeError);
  assert.equal(times, 1);
});

/** @param {string} version @param {string[]} media */
function form(version, media = []) {
  const files = media.map((sha256) => ({ name: `${sha256}.csv`, sha256, bytes: 1 }));
  return { key: formKey('visit', version), formId: 'visit', version, title: 'Visit', languages: [], xformSha256: `x${version}`, media: files };
}

test('an older version stays while a draft was begun with it, and goes when none is left', async () => {
  for (const hash of ['x1', 'm']) await keepBlob(hash, new Blob([hash]));
  await offerForms([form('1', ['m'])]);
  await saveDraft(ABOUT, { xml: '<a/>', files: new Map() }, NOW);
  await keepBlob('x2', new Blob(['x2']));
  await offerForms([form('2')]);
  assert.deepEqual((await listOfferedForms()).map((each) => each.version), ['2']);
  const old = await loadDefinition(formKey('visit', '1'));
  assert.equal(old?.xform, 'x1');
  assert.equal(await (await old?.fetchMedia('m.csv'))?.text(), 'm');
  await dropDraft('uuid:1');
  await offerForms([form('2')]);
  assert.equal(await loadDefinition(formKey('visit', '1')), null);
  assert.deepEqual([...(await heldBlobs(['x1', 'x2', 'm']))], ['x2']);
});

test('a file of a form that is not here is an error, never an empty file', async () => {
  await keepBlob('x1', new Blob(['x']));
  await offerForms([form('1', ['m'])]);
  const definition = await loadDefinition(formKey('visit', '1'));
  await assert.rejects(async () => definition?.fetchMedia('m.csv'));
  await assert.rejects(async () => definition?.fetchMedia('unknown.csv'));
});

test('the invitation is forgotten in the transaction that keeps the enrolment', async () => {
  await saveInvitation('t'.repeat(43));
  await saveEnrolment(/** @type {any} */ ({ token: 'x', projectId: 'p' }));
  assert.equal(await loadInvitation(), null);
  assert.equal((await loadEnrolment())?.projectId, 'p');
});

test('an answer that comes late does not end an emptying that was ordered; a new link does', async () => {
  const enrolment = /** @type {any} */ ({ token: 't', title: 'A study' });
  await saveEnrolment(enrolment);
  await dropReadable();
  await keepEnrolment({ ...enrolment, title: 'Renamed' });
  assert.equal(await loadErasure(), 'under-way');
  assert.equal((await loadEnrolment())?.title, 'A study');
  await saveEnrolment(enrolment);
  assert.equal(await loadErasure(), null);
  await keepEnrolment({ ...enrolment, title: 'Renamed' });
  assert.equal((await loadEnrolment())?.title, 'Renamed');
});

test('an answer that comes after another link was used does not bring the one before back', async () => {
  const before = /** @type {any} */ ({ token: 'old', title: 'A study' });
  await saveEnrolment(before);
  await saveEnrolment({ ...before, token: 'new', title: 'Another study' });
  await keepEnrolment({ ...before, title: 'Renamed' });
  assert.equal((await loadEnrolment())?.token, 'new');
  assert.equal((await loadEnrolment())?.title, 'Another study');
});

test('an alert is sent before everything that waits longer', async () => {
  const early = { ...waiting('uuid:early'), header: { sealed_at: '2026-05-04T08:00:00Z', form_id: 'visit', parts: [] } };
  const alert = { ...waiting('uuid:alert'), header: { sealed_at: '2026-05-04T10:00:00Z', form_id: ALERT.formId, parts: [] } };
  await keepEnvelope(early, [], []);
  await keepEnvelope(alert, [new Blob(['sealed'])], []);
  assert.deepEqual((await listWaiting()).map((each) => each.instanceId), ['uuid:alert', 'uuid:early']);
  assert.equal(await (await loadPart('uuid:alert', 0))?.text(), 'sealed');
});

test('what was seen once is remembered', async () => {
  assert.equal(await loadFlag('walked 1'), false);
  await saveFlag('walked 1', true);
  assert.deepEqual([await loadFlag('walked 1'), await loadFlag('walked 2')], [true, false]);
});
