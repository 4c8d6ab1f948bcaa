/** What is typed beside a form and not locked yet, such as the words of an addition or of an alert: encrypted for who types it. */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { isEmptied } from './erasure.js';

/** The length of what is kept tells no more than which of these blocks it ends in. */
const BLOCK = 4096;

/**
 * Where it stands among the settings; only ids in the clear.
 * @param {string} place such as `addition uuid:…`
 * @param {string} [person] id
 */
export function jottedKey(place, person = currentPerson()?.id) {
  return `jotted ${person} ${place}`;
}

/**
 * @param {string} place
 * @param {unknown} value what JSON can hold; null lets go of it
 * @throws {Locked}
 */
export async function keepJotted(place, value) {
  if (!currentPerson()) throw new Locked();
  const key = jottedKey(place);
  const text = new TextEncoder().encode(JSON.stringify(value));
  const blanks = ' '.repeat((BLOCK - (text.length % BLOCK)) % BLOCK);
  const sealed = value === null ? null : await sealAtRest(new Blob([text, blanks]), `jotted ${place}`);
  await change(['settings'], async (transaction) => {
    const settings = transaction.objectStore('settings');
    if (sealed === null) await settings.delete(key);
    else if (!(await isEmptied(transaction))) await settings.put(sealed, key);
  });
}

/** @param {string} place @returns {Promise<any>} what the person who is signed in jotted down there; null when it was nothing */
export async function loadJotted(place) {
  if (!currentPerson()) return null;
  const sealed = await read(['settings'], (transaction) => transaction.objectStore('settings').get(jottedKey(place)));
  return sealed ? JSON.parse(await (await openAtRest(/** @type {Blob} */ (sealed), `jotted ${place}`)).text()) : null;
}
