/** The people who use this tablet. Their names are in the clear: the lock screen asks who is there. */
import { change, read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/** @typedef {import('./types.js').Person} Person */

/** @returns {Promise<Person[]>} in the order in which they came */
export async function listPeople() {
  const people = await read(['people'], (transaction) => transaction.objectStore('people').getAll());
  return people.sort((one, other) => one.createdAt.localeCompare(other.createdAt));
}

/** @param {string} id @returns {Promise<Person | null>} */
export async function loadPerson(id) {
  return read(['people'], async (transaction) => (await transaction.objectStore('people').get(id)) ?? null);
}

/** @param {Person} person */
export async function savePerson(person) {
  await changeUnlessEmptied(['people'], (transaction) => transaction.objectStore('people').put(person));
}

/**
 * Change a person in one transaction.
 * @param {string} id
 * @param {(person: Person) => Person | null} how null leaves everything as it is
 * @returns {Promise<Person | null>} as they are then; null when nothing was changed
 */
export async function changePerson(id, how) {
  return change(['people'], async (transaction) => {
    const people = transaction.objectStore('people');
    const before = await people.get(id);
    const after = before ? how(before) : null;
    if (after) await people.put(after);
    return after;
  });
}
