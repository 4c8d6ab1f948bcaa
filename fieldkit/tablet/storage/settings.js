/** Who this tablet is, and small things it remembers. */
import { change, read } from './database.js';
import { isEmptied } from './erasure.js';

/** @typedef {import('./types.js').Enrolment} Enrolment */

/** @returns {Promise<Enrolment | null>} */
export async function loadEnrolment() {
  return /** @type {Enrolment | null} */ (await load('enrolment'));
}

/**
 * Keep what was heard anew of the study; nothing on a tablet that was ordered to empty itself meanwhile, or that joined by
 * another link.
 * @param {Enrolment} enrolment
 */
export async function keepEnrolment(enrolment) {
  await change(['settings'], async (transaction) => {
    const settings = transaction.objectStore('settings');
    const now = /** @type {Enrolment | undefined} */ (await settings.get('enrolment'));
    if (now?.token === enrolment.token && !(await isEmptied(transaction))) await settings.put(enrolment, 'enrolment');
  });
}

/**
 * Join a study: keep the enrolment, and forget the link that it came from.
 * @param {Enrolment} enrolment
 */
export async function saveEnrolment(enrolment) {
  await change(['settings'], async (transaction) => {
    await transaction.objectStore('settings').put(enrolment, 'enrolment');
    await transaction.objectStore('settings').delete('invitation');
    await transaction.objectStore('settings').delete('erasure');
  });
}

/** @returns {Promise<string | null>} the token of a link that was opened and not used yet */
export async function loadInvitation() {
  return /** @type {string | null} */ (await load('invitation'));
}

/** @param {string | null} token null forgets it */
export async function saveInvitation(token) {
  await save('invitation', token);
}

/** @returns {Promise<string | null>} code of the interface language that was chosen */
export async function loadLanguageChoice() {
  return /** @type {string | null} */ (await load('language'));
}

/** @param {string} code */
export async function saveLanguageChoice(code) {
  await save('language', code);
}

/**
 * Whether something was done or seen once.
 * @param {string} name such as `walked <person id>`
 */
export async function loadFlag(name) {
  return (await load(`flag ${name}`)) === true;
}

/** @param {string} name @param {boolean} value */
export async function saveFlag(name, value) {
  await save(`flag ${name}`, value);
}

/** @returns {Promise<import('../sync/metered.js').Choice>} what may use a network that costs money */
export async function loadSendingChoice() {
  return (await load('sending')) === 'small' ? 'small' : 'all';
}

/** @param {import('../sync/metered.js').Choice} choice */
export async function saveSendingChoice(choice) {
  await save('sending', choice);
}

/** @returns {Promise<import('./types.js').SpareCopyNote | null>} of the last one */
export async function loadSpareCopy() {
  return /** @type {import('./types.js').SpareCopyNote | null} */ (await load('spareCopy'));
}

/** @param {import('./types.js').SpareCopyNote} saved */
export async function noteSpareCopy(saved) {
  await save('spareCopy', saved);
}

/** @param {string} key @returns {Promise<unknown>} */
async function load(key) {
  return read(['settings'], async (transaction) => (await transaction.objectStore('settings').get(key)) ?? null);
}

/** @param {string} key @param {unknown} value */
async function save(key, value) {
  await change(['settings'], async (transaction) => transaction.objectStore('settings').put(value, key));
}
