/**
 * What a reviewer returned to this tablet. Titles and reasons can be read, so they lie under the key of the person to
 * whom they returned.
 */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/** @typedef {import('../sync/returned.js').Returned} Returned */

const CONTEXT = 'returned';
const OFFSET_DIGITS = 12;

/**
 * @param {string} person id of the one to whom they returned; where somebody else is signed in by now, nothing is kept
 * @param {Returned[]} records all that stand as returned now
 */
export async function keepReturned(person, records) {
  if (currentPerson()?.id !== person) return;
  const sealed = await sealAtRest(new Blob([JSON.stringify(records)]), CONTEXT);
  const wanted = new Set(records.flatMap(({ files }) => files.map(({ sha256 }) => sha256)));
  await changeUnlessEmptied(['settings'], async (transaction) => {
    const settings = transaction.objectStore('settings');
    await settings.put(sealed, keyOf(person));
    for (const key of await settings.getAllKeys(arrivedKeys(person))) {
      if (!wanted.has(String(key).split(' ')[2])) await settings.delete(key); // returned no longer
    }
  });
}

/**
 * What arrived of the files of a returned record before a cut, a lock or a reload: slice by slice, under the person's key.
 * @param {string} person id of who takes it up; where somebody else is signed in by now, nothing is kept or given
 * @returns {import('../sync/returned.js').Arrived}
 */
export function arrivedFor(person) {
  const require = () => {
    if (currentPerson()?.id !== person) throw new Locked();
  };
  return {
    async load(sha256) {
      require();
      const slices = await read(['settings'], (transaction) => transaction.objectStore('settings').getAll(arrivedKeys(person, sha256)));
      return Promise.all(slices.map((slice) => openAtRest(/** @type {Blob} */ (slice), `arrived ${sha256}`)));
    },
    async keep(sha256, offset, slice) {
      require();
      const sealed = await sealAtRest(slice, `arrived ${sha256}`);
      const key = `arrived ${person} ${sha256} ${String(offset).padStart(OFFSET_DIGITS, '0')}`;
      await changeUnlessEmptied(['settings'], (transaction) => transaction.objectStore('settings').put(sealed, key));
    },
    async drop(sha256) {
      await change(['settings'], (transaction) => transaction.objectStore('settings').delete(arrivedKeys(person, sha256)));
    },
  };
}

/** In the order of the slices. @param {string} person @param {string} [sha256] */
function arrivedKeys(person, sha256) {
  const begin = sha256 ? `arrived ${person} ${sha256} ` : `arrived ${person} `;
  return IDBKeyRange.bound(begin, `${begin}\uffff`);
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
