/**
 * The tablet's database. Every change is one transaction that is on disk before its promise resolves.
 *
 * Browsers close a database under memory pressure or when site data are being changed; it is opened again and the work
 * is done again, which is safe because a transaction happens whole or not at all.
 */
import { openDB } from 'idb';

const NAME = 'fieldkit';
const VERSION = 2;
const ATTEMPTS = 4;

/**
 * @typedef {import('./types.js').KeptForm} KeptForm
 * @typedef {import('./types.js').KeptDraft} KeptDraft
 * @typedef {import('./types.js').PlainDraft} PlainDraft
 * @typedef {import('./types.js').Waiting} Waiting
 * @typedef {import('./types.js').Sent} Sent
 * @typedef {{
 *   settings: {key: string, value: unknown},
 *   forms: {key: string, value: KeptForm},
 *   blobs: {key: string, value: {sha256: string, blob: Blob}},
 *   drafts: {key: string, value: KeptDraft | PlainDraft, indexes: {person: string}},
 *   draftFiles: {key: [string, string], value: import('./types.js').KeptFile},
 *   outbox: {key: string, value: Waiting},
 *   parts: {key: [string, number], value: {instanceId: string, index: number, blob: Blob}},
 *   sent: {key: string, value: Sent},
 *   people: {key: string, value: import('./types.js').Person},
 *   recordings: {key: [string, string, number], value: import('./types.js').Recording},
 *   prompts: {key: string, value: import('./types.js').KeptPrompt},
 *   visits: {key: string, value: import('./types.js').KeptVisit},
 * }} Schema
 * @typedef {keyof Schema} StoreName
 * @typedef {import('idb').IDBPTransaction<Schema, StoreName[], 'readwrite'>} Transaction
 */

/** @type {Promise<import('idb').IDBPDatabase<Schema>> | null} */
let opened = null;

function open() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db, before, _after, transaction) {
      if (before < 1) createFirst(db);
      if (before < 2) createSecond(db, transaction);
    },
    blocking: () => void closeDatabase(),
    terminated: () => {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** @param {import('idb').IDBPDatabase<Schema>} db */
function createFirst(db) {
  db.createObjectStore('settings');
  db.createObjectStore('forms', { keyPath: 'key' });
  db.createObjectStore('blobs', { keyPath: 'sha256' });
  db.createObjectStore('drafts', { keyPath: 'id' });
  db.createObjectStore('draftFiles', { keyPath: ['draft', 'name'] });
  db.createObjectStore('outbox', { keyPath: 'instanceId' });
  db.createObjectStore('parts', { keyPath: ['instanceId', 'index'] });
  db.createObjectStore('sent', { keyPath: 'instanceId' });
}

/**
 * People came with version 2. The drafts of version 1 stay as they are until somebody signs in, under whose key they can
 * be put (`adoptDrafts`).
 * @param {import('idb').IDBPDatabase<Schema>} db
 * @param {import('idb').IDBPTransaction<Schema, StoreName[], 'versionchange'>} transaction
 */
function createSecond(db, transaction) {
  db.createObjectStore('people', { keyPath: 'id' });
  db.createObjectStore('recordings', { keyPath: ['draft', 'recording', 'index'] });
  db.createObjectStore('prompts', { keyPath: 'id' });
  db.createObjectStore('visits', { keyPath: 'id' });
  transaction.objectStore('drafts').createIndex('person', 'person');
}

/** Let go of the connection; the next use opens another. */
export async function closeDatabase() {
  const closing = opened;
  opened = null;
  (await closing?.catch(() => null))?.close();
}

/**
 * Read from one consistent state.
 * @template Result
 * @param {StoreName[]} stores
 * @param {(transaction: Transaction) => Promise<Result>} work may await the transaction's own requests only
 * @returns {Promise<Result>}
 */
export function read(stores, work) {
  return attempt(stores, 'readonly', work);
}

/**
 * Change several things, all or none; resolves when they are on disk.
 * @template Result
 * @param {StoreName[]} stores
 * @param {(transaction: Transaction) => Promise<Result>} work may await the transaction's own requests only, and may
 *   run more than once
 * @returns {Promise<Result>}
 */
export function change(stores, work) {
  return attempt(stores, 'readwrite', work);
}

/**
 * @template Result
 * @param {StoreName[]} stores
 * @param {'readonly' | 'readwrite'} mode
 * @param {(transaction: Transaction) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function attempt(stores, mode, work) {
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      return await once(stores, mode, work);
    } catch (error) {
      if (left === 0 || !wasClosed(error)) throw error;
      await closeDatabase();
    }
  }
}

/**
 * @template Result
 * @param {StoreName[]} stores
 * @param {'readonly' | 'readwrite'} mode
 * @param {(transaction: Transaction) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function once(stores, mode, work) {
  const db = await open();
  const transaction = /** @type {Transaction} */ (db.transaction(stores, mode, { durability: 'strict' }));
  const done = transaction.done;
  done.catch(() => {}); // it is awaited below, unless the work fails first
  let result;
  try {
    result = await work(transaction);
  } catch (error) {
    abort(transaction);
    throw transaction.error ?? error;
  }
  await done;
  return result;
}

/** @param {Transaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it ended already, which is why the work failed
  }
}

/** @param {unknown} error */
function wasClosed(error) {
  const name = error instanceof DOMException ? error.name : '';
  return name === 'InvalidStateError' || name === 'AbortError' || name === 'UnknownError';
}
