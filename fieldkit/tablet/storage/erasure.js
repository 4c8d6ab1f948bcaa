/** Emptying this tablet by order: what can be read goes at once, what is sealed when it was sent. */
import { change, read } from './database.js';

/** @typedef {'under-way' | 'done' | null} Erasure */

/** The setting that says so. */
export const ERASURE = 'erasure';
/** Settings that an emptied tablet needs until its last sealed record is sent. */
const NEEDED = ['enrolment', 'language'];
/** @type {import('./database.js').StoreName[]} */
const READABLE = ['forms', 'blobs', 'drafts', 'draftFiles', 'sent', 'people', 'recordings', 'prompts', 'visits'];

/** @returns {Promise<Erasure>} null on a tablet that nobody ordered to be emptied */
export async function loadErasure() {
  return read(['settings'], async (transaction) => /** @type {Erasure} */ (await transaction.objectStore('settings').get(ERASURE)) ?? null);
}

/**
 * @param {import('./database.js').Transaction} transaction over the settings
 * @returns {Promise<boolean>} whether it was ordered: then nothing readable may be written any more
 */
export async function isEmptied(transaction) {
  return (await transaction.objectStore('settings').getKey(ERASURE)) !== undefined;
}

/**
 * Keep something that can be read, unless this tablet was emptied meanwhile: another window may not have heard of it yet.
 * @param {import('./database.js').StoreName[]} stores
 * @param {(transaction: import('./database.js').Transaction) => Promise<unknown>} work as in {@link change}
 * @returns {Promise<void>}
 */
export async function changeUnlessEmptied(stores, work) {
  await change([...new Set([...stores, /** @type {const} */ ('settings')])], async (transaction) => {
    if (!(await isEmptied(transaction))) await work(transaction);
  });
}

/** Drafts, people and their keys, forms, receipts: in one transaction. What is sealed stays. */
export async function dropReadable() {
  await change([...READABLE, 'settings'], (transaction) => empty(transaction, READABLE, NEEDED, 'under-way'));
}

/**
 * Everything, the enrolment too; that it happened stays to be said.
 * @returns {Promise<boolean>} false, and nothing was changed, when a sealed record came meanwhile, which is not sent
 */
export async function dropEverything() {
  return change([...READABLE, 'outbox', 'parts', 'settings'], async (transaction) => {
    if ((await transaction.objectStore('outbox').count()) > 0) return false;
    await empty(transaction, [...READABLE, 'parts'], ['language'], 'done');
    return true;
  });
}

/**
 * @param {import('./database.js').Transaction} transaction over these stores and the settings
 * @param {import('./database.js').StoreName[]} stores @param {string[]} kept settings @param {Erasure} erasure
 */
async function empty(transaction, stores, kept, erasure) {
  for (const store of stores) await transaction.objectStore(store).clear();
  const settings = transaction.objectStore('settings');
  for (const key of await settings.getAllKeys()) {
    if (!kept.includes(String(key))) await settings.delete(key);
  }
  await settings.put(erasure, ERASURE);
}
