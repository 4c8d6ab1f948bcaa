/**
 * What is put beside a form and not locked yet, such as the words and the photo of an addition, or the words of an alert:
 * encrypted for who puts it there.
 */
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
 * Everything that may stand at a place, to be let go of together.
 * @param {string} place
 * @param {string} [person] id
 */
export function jottedKeys(place, person = currentPerson()?.id) {
  return [jottedKey(place, person), jottedKey(photoAt(place), person)];
}

/** @param {string} place */
function photoAt(place) {
  return `photo ${place}`;
}

/**
 * @param {string} place
 * @param {unknown} value what JSON can hold; null lets go of it
 * @throws {Locked}
 */
export async function keepJotted(place, value) {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const blanks = ' '.repeat((BLOCK - (text.length % BLOCK)) % BLOCK);
  await keep(place, value === null ? null : new Blob([text, blanks]));
}

/**
 * @param {string} place
 * @param {Blob | null} photo null lets go of it
 * @throws {Locked}
 */
export async function keepJottedPhoto(place, photo) {
  await keep(photoAt(place), photo);
}

/** @param {string} place @param {Blob | null} blob */
async function keep(place, blob) {
  if (!currentPerson()) throw new Locked();
  const key = jottedKey(place);
  const sealed = blob && (await sealAtRest(blob, `jotted ${place}`));
  await change(['settings'], async (transaction) => {
    const settings = transaction.objectStore('settings');
    if (sealed === null) await settings.delete(key);
    else if (!(await isEmptied(transaction))) await settings.put(sealed, key);
  });
}

/** @param {string} place @returns {Promise<any>} what the person who is signed in jotted down there; null when it was nothing */
export async function loadJotted(place) {
  const kept = await load(place);
  return kept && JSON.parse(await kept.text());
}

/** @param {string} place @returns {Promise<Blob | null>} the photo that they put there */
export async function loadJottedPhoto(place) {
  return load(photoAt(place));
}

/** @param {string} place @returns {Promise<Blob | null>} */
async function load(place) {
  if (!currentPerson()) return null;
  const sealed = await read(['settings'], (transaction) => transaction.objectStore('settings').get(jottedKey(place)));
  return sealed ? openAtRest(/** @type {Blob} */ (sealed), `jotted ${place}`) : null;
}
