import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { lock, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { closeDatabase, read } from '../../fieldkit/tablet/storage/database.js';
import { recordingsOf } from '../../fieldkit/tablet/storage/recordings.js';
import { dropPrompt, keepPrompt, keepTexts, listPrompts, loadTexts, openPrompt, promptId } from '../../fieldkit/tablet/storage/prompts.js';
import { Obstacle } from '../../fieldkit/tablet/sync/obstacle.js';
import { isOpen, sendPrompts, toRead } from '../../fieldkit/tablet/sync/prompts.js';

const AMINA = { id: 'person-1', name: 'Amina' };
const BINTA = { id: 'person-2', name: 'Binta' };
const ABOUT = { path: '/data/voice', type: 'audio/webm', startedAt: '2026-05-04T09:30:00.000Z' };
const PROMPT = { id: promptId('form', 'ar', 'a'.repeat(64)), form: 'form', formId: 'visit', version: '1', language: 'ar', textSha256: 'a'.repeat(64), at: '2026-05-04T09:30:00.000Z' };

/** @param {{id: string, name: string}} who */
async function enter(who) {
  await lock('change');
  await signIn(who, new Uint8Array(32).fill(who.id.charCodeAt(who.id.length - 1)));
}

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  await enter(AMINA);
});

/** @param {Blob[]} pieces */
const said = (pieces) => new Blob(pieces).text();

test('a recording whose end never came is there again, whole up to its last piece', async () => {
  const growing = await recordingsOf('uuid:1').begin(ABOUT);
  for (const piece of ['one ', 'two ', 'three']) await growing.piece(new Blob([piece]));
  const [found, ...rest] = await recordingsOf('uuid:1').interrupted();
  assert.deepEqual(rest, []);
  assert.deepEqual(found.about, ABOUT);
  assert.equal(await said(found.pieces), 'one two three');
  await found.drop();
  assert.deepEqual(await recordingsOf('uuid:1').interrupted(), []);
});

test('ten pieces and more stay in their order', async () => {
  const growing = await recordingsOf('uuid:1').begin(ABOUT);
  for (let number = 0; number < 12; number += 1) await growing.piece(new Blob([`${number};`]));
  const [found] = await recordingsOf('uuid:1').interrupted();
  assert.equal(await said(found.pieces), '0;1;2;3;4;5;6;7;8;9;10;11;');
});

test('a recording belongs to its draft, and of several the oldest comes first', async () => {
  await (await recordingsOf('uuid:1').begin({ ...ABOUT, startedAt: '2026-05-04T10:00:00.000Z' })).piece(new Blob(['later']));
  await (await recordingsOf('uuid:1').begin(ABOUT)).piece(new Blob(['earlier']));
  await (await recordingsOf('uuid:2').begin(ABOUT)).piece(new Blob(['elsewhere']));
  const found = await recordingsOf('uuid:1').interrupted();
  assert.deepEqual(await Promise.all(found.map(({ pieces }) => said(pieces))), ['earlier', 'later']);
});

test('what ended before its first second is forgotten', async () => {
  await recordingsOf('uuid:1').begin(ABOUT);
  assert.deepEqual(await recordingsOf('uuid:1').interrupted(), []);
  assert.equal(await read(['recordings'], (transaction) => transaction.objectStore('recordings').count()), 0);
});

test('nothing of a recording can be read in the store, nor by another person', async () => {
  const growing = await recordingsOf('uuid:1').begin({ ...ABOUT, path: '/data/canary' });
  await growing.piece(new Blob(['canary']));
  const kept = await read(['recordings'], (transaction) => transaction.objectStore('recordings').getAll());
  const texts = await Promise.all(kept.map(async (piece) => JSON.stringify(piece) + (await piece.blob.text())));
  assert.ok(!texts.join('').includes('canary'));
  await enter(BINTA);
  assert.deepEqual(await recordingsOf('uuid:1').interrupted(), []);
});

test('without a person nothing is kept, and nothing in the clear', async () => {
  const growing = await recordingsOf('uuid:1').begin(ABOUT);
  await lock('hide');
  await assert.rejects(growing.piece(new Blob(['x'])), { name: 'Locked' });
});

test('what was read aloud waits under the person’s key until the server has it', async () => {
  await keepPrompt(PROMPT, new Blob(['canary']));
  const [kept] = await listPrompts();
  assert.ok(!(await kept.body.text()).includes('canary'));
  /** @type {string[]} */
  const got = [];
  const wire = /** @type {any} */ ({ putPrompt: async (/** @type {any} */ about, /** @type {Blob} */ sound) => void got.push(about.textSha256, await sound.text()) });
  await sendPrompts({ listPrompts, openPrompt, dropPrompt }, wire);
  assert.deepEqual(got, ['a'.repeat(64), 'canary']);
  assert.deepEqual(await listPrompts(), []);
});

test('without a network it stays; what the server will never take goes', async () => {
  await keepPrompt(PROMPT, new Blob(['sound']));
  const shelf = { listPrompts, openPrompt, dropPrompt };
  const failing = (/** @type {any} */ reason) => /** @type {any} */ ({ putPrompt: async () => Promise.reject(new Obstacle(reason)) });
  await assert.rejects(sendPrompts(shelf, failing('offline')));
  assert.equal((await listPrompts()).length, 1);
  await sendPrompts(shelf, failing('refused'));
  assert.equal((await listPrompts()).length, 0);
});

test('what was read anew while it was being sent is not lost', async () => {
  await keepPrompt(PROMPT, new Blob(['first']));
  const [first] = await listPrompts();
  await keepPrompt({ ...PROMPT, at: '2026-05-04T09:31:00.000Z' }, new Blob(['second']));
  await dropPrompt(first);
  const [second] = await listPrompts();
  assert.equal(await (await openPrompt(second)).text(), 'second');
});

test('the list of what is to be read is there without a network too', async () => {
  assert.equal(await loadTexts('form'), null);
  const text = /** @type {any} */ ({ language: 'ar', kind: 'choice', text: 'نعم', text_sha256: 'a', state: 'missing', url: null });
  await keepTexts('form', [text]);
  assert.deepEqual(await loadTexts('form'), [text]);
});

test('to be read is what nobody read, or what was refused, and not what waits here', () => {
  const text = (/** @type {any} */ state, /** @type {string} */ hash, language = 'ar') => /** @type {any} */ ({ language, state, text_sha256: hash });
  const texts = [text('missing', 'a'), text('refused', 'b'), text('received', 'c'), text('accepted', 'd'), text('own', 'e'), text('missing', 'f', 'en'), text('missing', 'g')];
  const mine = toRead(texts, 'ar', new Set(['g']));
  assert.deepEqual(mine.map((each) => each.text_sha256), ['a', 'b', 'c', 'd', 'g']);
  assert.deepEqual(mine.filter(isOpen).map((each) => each.text_sha256), ['a', 'b']);
});

