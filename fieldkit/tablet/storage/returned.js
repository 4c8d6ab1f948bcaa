/**
 * What a reviewer returned to this tablet. Titles and reasons can be read, so they lie under the key of the person to
 * whom they returned.
 */
import { currentPerson, openAtRest, sealAtRest } from '../lock/keyring.js';
import { read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/** @typedef {import('../sync/returned.js').Returned} Returned */

const CONTEXT = 'returned';

/**
 * @param {string} person id of the one to whom they returned; where somebody else is signed in by now, nothing is kept
 * @param {Returned[]} records all that stand as returned now
 */
export async function keepReturned(person, records) {
  if (currentPerson()?.id !== person) return;
  const sealed = await sealAtRest(new Blob([JSON.stringify(records)]), CONTEXT);
  await changeUnlessEmptied(['settings'], (transaction) => transaction.objectStore('settings').put(sealed, keyOf(person)));
}

/** @returns {Promise<Returned[]>} what waits to be corrected and is not locked again yet; none while nobody is signed in */
export async function loadReturned() {
  const id = currentPerson()?.id;
  if (!id) return [];
  const found = await read(['settings', 'outbox', 'sent'], async (transaction) => {
    const sealed = await transaction.objectStore('settings').get(keyOf(id));
    if (!sealed) return null; // most often: the hundreds of records need not be read then
    const locked = [...(await transaction.objectStore('outbox').getAll()), ...(await transaction.objectStore('sent').getAll())];
    return { sealed, corrected: locked.map(({ corrects }) => corrects) };
  });
  if (!found) return [];
  /** @type {Returned[]} */
  const records = JSON.parse(await (await openAtRest(/** @type {Blob} */ (found.sealed), CONTEXT)).text());
  return records.filter(({ instanceId }) => !found.corrected.includes(instanceId));
}

/**
 * The draft in which a returned record is being corrected.
 * @param {string} instanceId of the returned record
 * @returns {Promise<string | null>} its id
 */
export async function correctionOf(instanceId) {
  const drafts = await read(['drafts'], (transaction) => transaction.objectStore('drafts').getAll());
  return drafts.find((draft) => draft.corrects === instanceId)?.id ?? null;
}

/** @param {string} [id] of a person */
function keyOf(id) {
  return `returned ${id}`;
}
