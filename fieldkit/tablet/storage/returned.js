/**
 * What a reviewer returned to this tablet. Titles and reasons can be read, so they lie under the key of the person who
 * was signed in when they came.
 */
import { currentPerson, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';

/** @typedef {import('../sync/returned.js').Returned} Returned */

const CONTEXT = 'returned';

/**
 * @param {Returned[]} records all that stand as returned now
 * @throws {import('../lock/keyring.js').Locked}
 */
export async function keepReturned(records) {
  const sealed = await sealAtRest(new Blob([JSON.stringify(records)]), CONTEXT);
  await change(['settings'], (transaction) => transaction.objectStore('settings').put(sealed, keyOf(currentPerson()?.id)));
}

/** @returns {Promise<Returned[]>} what waits to be corrected and is not locked again yet; none while nobody is signed in */
export async function loadReturned() {
  const id = currentPerson()?.id;
  if (!id) return [];
  const { sealed, corrected } = await read(['settings', 'outbox', 'sent'], async (transaction) => ({
    sealed: await transaction.objectStore('settings').get(keyOf(id)),
    corrected: [...(await transaction.objectStore('outbox').getAll()), ...(await transaction.objectStore('sent').getAll())].map(({ corrects }) => corrects),
  }));
  if (!sealed) return [];
  /** @type {Returned[]} */
  const records = JSON.parse(await (await openAtRest(/** @type {Blob} */ (sealed), CONTEXT)).text());
  return records.filter(({ instanceId }) => !corrected.includes(instanceId));
}

/**
 * The draft in which a returned record is being corrected.
 * @param {string} instanceId of the returned record
 * @returns {Promise<{id: string, mine: boolean} | null>} mine: of the person who is signed in
 */
export async function correctionOf(instanceId) {
  const drafts = await read(['drafts'], (transaction) => transaction.objectStore('drafts').getAll());
  const found = drafts.find((draft) => draft.corrects === instanceId);
  return found ? { id: found.id, mine: found.person === currentPerson()?.id } : null;
}

/** @param {string} [id] of a person */
function keyOf(id) {
  return `returned ${id}`;
}
