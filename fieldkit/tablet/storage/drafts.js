/** What is not finished: kept at every change, XML and files together, under the key of the person who writes it. */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { isEmptied } from './erasure.js';
import { jottedKeys } from './jotted.js';
import { putEnvelope } from './outbox.js';

/**
 * @typedef {import('./types.js').Draft} Draft
 * @typedef {import('./types.js').KeptDraft} KeptDraft
 * @typedef {import('./types.js').KeptFile} KeptFile
 * @typedef {import('./types.js').Waiting} Waiting
 * @typedef {import('./database.js').Transaction} Transaction
 * @typedef {import('../engine/types.js').KeptInstance} KeptInstance
 * @typedef {Omit<Draft, 'savedAt' | 'revision'> & {place?: string}} About place: the question that was on the screen
 * @typedef {{xml: string, place: string, files: [string, string][]}} Body files: name and key in `draftFiles`
 * @typedef {{name: string, blob: Blob}} Written a file as it was last kept or read, and its key in `draftFiles`
 */

/** The length of what is kept tells no more than which of these blocks it ends in. */
const BLOCK = 4096;

/** By draft and file name: what is still the same object is neither encrypted nor written again. */
/** @type {Map<string, Map<string, Written>>} */
const known = new Map();

/**
 * @param {(form: import('./types.js').KeptForm) => string} [titleOf] what a draft is called whose form is here; without it, and
 *   for the others, the draft's own title is decrypted, which takes seconds for two hundred
 * @returns {Promise<Draft[]>} those of the person who is signed in, the one that was touched last first
 */
export async function listDrafts(titleOf) {
  const id = currentPerson()?.id;
  if (!id) return [];
  const { kept, forms } = await read(['drafts', 'forms'], async (transaction) => ({
    kept: await transaction.objectStore('drafts').index('person').getAll(id),
    forms: titleOf ? await transaction.objectStore('forms').getAll() : [],
  }));
  const titles = new Map(titleOf && forms.map((form) => [form.key, titleOf(form)]));
  const drafts = await Promise.all(kept.map((draft) => described(/** @type {KeptDraft} */ (draft), titles.get(draft.form))));
  return drafts.sort((one, other) => other.savedAt.localeCompare(one.savedAt));
}

/** @param {KeptDraft} draft @param {string} [title] where it is known @returns {Promise<Draft>} */
async function described({ id, form, corrects, startedAt, savedAt, revision, label }, title) {
  return { id, form, corrects, startedAt, savedAt, revision, title: title ?? (await opened(label, `draft-title ${id}`)) };
}

/**
 * @param {string} id
 * @returns {Promise<{draft: Draft, kept: KeptInstance, place: string} | null>} null when it is not here, or another's;
 *   place: the question that was on the screen, as its path in the record
 */
export async function loadDraft(id) {
  const found = await read(['drafts', 'draftFiles'], async (transaction) => {
    const draft = await transaction.objectStore('drafts').get(id);
    return draft && { draft, files: await transaction.objectStore('draftFiles').getAll(ofDraft(id)) };
  });
  if (!found || found.draft.person === undefined || found.draft.person !== currentPerson()?.id) return null;
  /** @type {Body} */
  const body = JSON.parse(await opened(found.draft.body, `draft ${id}`));
  const written = await openFiles(body, found.files);
  known.set(id, written);
  const files = new Map(Array.from(written, ([name, { blob }]) => [name, blob]));
  return { draft: await described(found.draft), kept: { xml: body.xml, files }, place: body.place };
}

/** @param {Body} body @param {KeptFile[]} files @returns {Promise<Map<string, Written>>} */
async function openFiles(body, files) {
  const blobs = new Map(files.map(({ draft, name, blob }) => [name, { blob, context: fileContext(draft, name) }]));
  const found = body.files.flatMap(([name, key]) => {
    const sealed = blobs.get(key);
    return sealed ? [{ name, key, ...sealed }] : [];
  });
  const written = found.map(async ({ name, key, blob, context }) => /** @type {const} */ ([name, { name: key, blob: await openAtRest(blob, context) }]));
  return new Map(await Promise.all(written));
}

/**
 * Keep a draft as it is now; files that it no longer names go. What is sealed already is not written again: a change
 * that was on its way when the record was sealed must not bring its answers back.
 * @param {About} about
 * @param {KeptInstance} kept
 * @param {Date} now
 * @throws {import('../lock/keyring.js').Locked}
 */
export async function saveDraft(about, kept, now) {
  const { written, fresh, draft } = await encrypted(about, kept, now, known.get(about.id));
  await change(['drafts', 'draftFiles', 'recordings', 'outbox', 'sent', 'settings'], async (transaction) => {
    if ((await isSealed(transaction, about.id)) || (await isEmptied(transaction))) return;
    await writeFiles(transaction, about.id, written, fresh);
    const drafts = transaction.objectStore('drafts');
    const revision = ((await drafts.get(about.id))?.revision ?? 0) + 1;
    await drafts.put({ ...draft, revision });
  });
  known.set(about.id, written);
}

/**
 * Everything that is slow, before the transaction, which would not wait for it.
 * @param {About} about
 * @param {KeptInstance} kept
 * @param {Date} now
 * @param {Map<string, Written>} [before] what need not be encrypted again
 * @returns {Promise<{written: Map<string, Written>, fresh: KeptFile[], draft: Omit<KeptDraft, 'revision'>}>}
 */
async function encrypted({ id, form, corrects, title, startedAt, place = '' }, kept, now, before) {
  const person = currentPerson()?.id;
  if (!person) throw new Locked();
  const { written, fresh } = await sealFiles(id, kept.files, before ?? new Map());
  /** @type {Body} */
  const body = { xml: kept.xml, place, files: Array.from(written, ([name, file]) => [name, file.name]) };
  const [sealedLabel, sealedBody] = await Promise.all([sealed(title, `draft-title ${id}`), sealed(JSON.stringify(body), `draft ${id}`)]);
  return { written, fresh, draft: { id, person, form, corrects, startedAt, savedAt: now.toISOString(), label: sealedLabel, body: sealedBody } };
}

/**
 * @param {string} draft
 * @param {Map<string, Blob>} files
 * @param {Map<string, Written>} before
 */
async function sealFiles(draft, files, before) {
  /** @type {Map<string, Written>} */
  const written = new Map();
  /** @type {KeptFile[]} */
  const fresh = [];
  for (const [fileName, blob] of files) {
    const earlier = before.get(fileName);
    const same = earlier?.blob === blob;
    const name = same ? earlier.name : crypto.randomUUID();
    written.set(fileName, { name, blob });
    if (!same) fresh.push({ draft, name, blob: await sealAtRest(blob, fileContext(draft, name)) });
  }
  return { written, fresh };
}

/**
 * @param {Transaction} transaction
 * @param {string} id
 * @param {Map<string, Written>} written
 * @param {KeptFile[]} fresh
 */
async function writeFiles(transaction, id, written, fresh) {
  const files = transaction.objectStore('draftFiles');
  const named = new Set(Array.from(written.values(), ({ name }) => name));
  for (const [, name] of await files.getAllKeys(ofDraft(id))) {
    if (!named.has(name)) await files.delete([id, name]);
  }
  for (const file of fresh) await files.put(file);
}

/** @param {Transaction} transaction @param {string} instanceId */
async function isSealed(transaction, instanceId) {
  const waiting = await transaction.objectStore('outbox').getKey(instanceId);
  return waiting !== undefined || (await transaction.objectStore('sent').getKey(instanceId)) !== undefined;
}

/** Forget the plain files that are remembered for comparison: nobody is signed in any more. */
export function forgetFiles() {
  known.clear();
}

/**
 * Put the drafts that version 1 kept in the clear under the key of the person who is signed in; they are theirs from now on.
 * @returns {Promise<number>} how many
 */
export async function adoptDrafts() {
  const plain = await read(['drafts'], async (transaction) => (await transaction.objectStore('drafts').getAll()).filter(isPlain));
  for (const draft of plain) await adopt(draft);
  return plain.length;
}

/** @param {import('./types.js').PlainDraft} plain */
async function adopt(plain) {
  const files = await read(['draftFiles'], (transaction) => transaction.objectStore('draftFiles').getAll(ofDraft(plain.id)));
  const kept = { xml: plain.xml, files: new Map(files.map(({ name, blob }) => [name, blob])) };
  const { written, fresh, draft } = await encrypted(plain, kept, new Date(plain.savedAt));
  await change(['drafts', 'draftFiles'], async (transaction) => {
    const now = await transaction.objectStore('drafts').get(plain.id);
    if (!now || !isPlain(now)) return; // another window was faster
    await writeFiles(transaction, plain.id, written, fresh);
    await transaction.objectStore('drafts').put({ ...draft, revision: plain.revision + 1 });
  });
}

/** @param {KeptDraft | import('./types.js').PlainDraft} draft @returns {draft is import('./types.js').PlainDraft} */
function isPlain(draft) {
  return draft.person === undefined;
}

/** @param {string} id */
export async function dropDraft(id) {
  await change(['drafts', 'draftFiles', 'recordings', 'settings'], (transaction) => removeDraft(transaction, id));
  known.delete(id);
}

/**
 * Put the sealed record in the place of its draft: after this one transaction nothing readable of it is left here.
 * @param {string} draftId
 * @param {Waiting} waiting
 * @param {Blob[]} parts
 */
export async function replaceByEnvelope(draftId, waiting, parts) {
  await change(['drafts', 'draftFiles', 'recordings', 'outbox', 'parts', 'settings'], async (transaction) => {
    await putEnvelope(transaction, waiting, parts);
    await removeDraft(transaction, draftId);
  });
  known.delete(draftId);
}

/** @param {Transaction} transaction @param {string} id */
async function removeDraft(transaction, id) {
  await transaction.objectStore('draftFiles').delete(ofDraft(id));
  await transaction.objectStore('recordings').delete(ofDraft(id));
  const draft = await transaction.objectStore('drafts').get(id);
  for (const key of jottedKeys(alertOf(id), draft?.person)) await transaction.objectStore('settings').delete(key);
  await transaction.objectStore('drafts').delete(id);
}

/** @param {string} id */
function ofDraft(id) {
  return IDBKeyRange.bound([id], [id, []]);
}

/** Where the words of an alert stand that is being written beside a draft. @param {string} draft */
export function alertOf(draft) {
  return `alert ${draft}`;
}

/** @param {string} draft @param {string} name */
function fileContext(draft, name) {
  return `draft-file ${draft} ${name}`;
}

/** @param {string} text @param {string} context @returns {Promise<ArrayBuffer>} */
async function sealed(text, context) {
  const bytes = new TextEncoder().encode(text);
  const blanks = new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK).fill(0x20);
  return (await sealAtRest(new Blob([bytes, blanks]), context)).arrayBuffer();
}

/** @param {ArrayBuffer} bytes @param {string} context @returns {Promise<string>} */
async function opened(bytes, context) {
  return (await (await openAtRest(new Blob([bytes]), context)).text()).trimEnd();
}
