/** What is not finished: kept at every change, XML and files together. */
import { change, read } from './database.js';
import { putEnvelope } from './outbox.js';

/**
 * @typedef {import('./types.js').Draft} Draft
 * @typedef {import('./types.js').Waiting} Waiting
 * @typedef {import('../engine/types.js').KeptInstance} KeptInstance
 * @typedef {import('../sealing/envelope.js').Envelope} Envelope
 */

/** The blobs that were last kept or read, by draft and name: what is still the same object is not written again. */
/** @type {Map<string, Map<string, Blob>>} */
const known = new Map();

/** @returns {Promise<Draft[]>} the one that was touched last first */
export async function listDrafts() {
  const drafts = await read(['drafts'], (transaction) => transaction.objectStore('drafts').getAll());
  return drafts.sort((one, other) => other.savedAt.localeCompare(one.savedAt));
}

/** @param {string} id @returns {Promise<{draft: Draft, kept: KeptInstance} | null>} */
export async function loadDraft(id) {
  const found = await read(['drafts', 'draftFiles'], async (transaction) => {
    const draft = await transaction.objectStore('drafts').get(id);
    return draft && { draft, files: await transaction.objectStore('draftFiles').getAll(ofDraft(id)) };
  });
  if (!found) return null;
  const files = new Map(found.files.map(({ name, blob }) => [name, blob]));
  known.set(id, new Map(files));
  return { draft: found.draft, kept: { xml: found.draft.xml, files } };
}

/**
 * Keep a draft as it is now; files that it no longer names go. What is locked already is not written again: a change
 * that was on its way when the record was sealed must not bring its answers back.
 * @param {Omit<Draft, 'xml' | 'fileNames' | 'savedAt' | 'revision'>} about
 * @param {KeptInstance} kept
 * @param {Date} now
 */
export async function saveDraft(about, kept, now) {
  const before = known.get(about.id) ?? new Map();
  await change(['drafts', 'draftFiles', 'outbox', 'sent'], async (transaction) => {
    if (await isLocked(transaction, about.id)) return;
    const files = transaction.objectStore('draftFiles');
    const held = new Set((await files.getAllKeys(ofDraft(about.id))).map(([, name]) => name));
    for (const name of held) {
      if (!kept.files.has(name)) await files.delete([about.id, name]);
    }
    for (const [name, blob] of kept.files) {
      const unchanged = held.has(name) && before.get(name) === blob;
      if (!unchanged) await files.put({ draft: about.id, name, blob: nameless(blob) });
    }
    const drafts = transaction.objectStore('drafts');
    const revision = ((await drafts.get(about.id))?.revision ?? 0) + 1;
    await drafts.put({ ...about, xml: kept.xml, fileNames: [...kept.files.keys()], savedAt: now.toISOString(), revision });
  });
  known.set(about.id, new Map(kept.files));
}

/** @param {import('./database.js').Transaction} transaction @param {string} instanceId */
async function isLocked(transaction, instanceId) {
  const waiting = await transaction.objectStore('outbox').getKey(instanceId);
  return waiting !== undefined || (await transaction.objectStore('sent').getKey(instanceId)) !== undefined;
}

/** @param {string} id */
export async function dropDraft(id) {
  await change(['drafts', 'draftFiles'], (transaction) => removeDraft(transaction, id));
  known.delete(id);
}

/**
 * Put the sealed record in the place of its draft: after this one transaction nothing readable of it is left here.
 * @param {string} draftId
 * @param {Waiting} waiting
 * @param {Blob[]} parts
 */
export async function replaceByEnvelope(draftId, waiting, parts) {
  await change(['drafts', 'draftFiles', 'outbox', 'parts'], async (transaction) => {
    await putEnvelope(transaction, waiting, parts);
    await removeDraft(transaction, draftId);
  });
  known.delete(draftId);
}

/** @param {import('./database.js').Transaction} transaction @param {string} id */
async function removeDraft(transaction, id) {
  await transaction.objectStore('draftFiles').delete(ofDraft(id));
  await transaction.objectStore('drafts').delete(id);
}

/** @param {string} id */
function ofDraft(id) {
  return IDBKeyRange.bound([id], [id, []]);
}

/**
 * A photo's own file name and date stay in the camera's folder: only its content is kept.
 * @param {Blob} blob
 */
function nameless(blob) {
  return blob instanceof File ? blob.slice(0, blob.size, blob.type) : blob;
}
