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

/** Drafts, people and their keys, forms, receipts: in one transaction. What is sealed stays. */
export async function dropReadable() {
  await empty(READABLE, NEEDED, 'under-way');
}

/** Everything, the enrolment too; that it happened stays to be said. */
export async function dropEverything() {
  await empty([...READABLE, 'outbox', 'parts'], ['language'], 'done');
}

/** @param {import('./database.js').StoreName[]} stores @param {string[]} kept settings @param {Erasure} erasure */
async function empty(stores, kept, erasure) {
  await change([...stores, 'settings'], async (transaction) => {
    for (const store of stores) await transaction.objectStore(store).clear();
    const settings = transaction.objectStore('settings');
    for (const key of await settings.getAllKeys()) {
      if (!kept.includes(key)) await settings.delete(key);
    }
    await settings.put(erasure, ERASURE);
  });
}
