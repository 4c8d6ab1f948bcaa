/** The clocks of visits, encrypted under the key of the person who is inside: what a finder of the tablet cannot read. */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/** @typedef {import('../visits/clock.js').Visit} Visit */

/** @returns {Promise<Visit[]>} those of the person who is signed in, the earliest first; none while the tablet is locked */
export async function listVisits() {
  const person = currentPerson()?.id;
  if (!person) return [];
  const kept = await read(['visits'], (transaction) => transaction.objectStore('visits').getAll());
  const visits = await Promise.all(kept.filter((visit) => visit.person === person).map(opened));
  return visits.sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

/** @param {import('./types.js').KeptVisit} kept @returns {Promise<Visit>} */
async function opened({ id, body }) {
  return JSON.parse(await (await openAtRest(body, `visit ${id}`)).text());
}

/** @param {string} id @returns {Promise<Visit | null>} null when it is not here, or another person's */
export async function loadVisit(id) {
  return (await listVisits()).find((visit) => visit.id === id) ?? null;
}

/**
 * Keep it as it is now.
 * @param {Visit} visit
 * @throws {import('../lock/keyring.js').Locked}
 */
export async function saveVisit(visit) {
  const person = currentPerson()?.id;
  if (!person) throw new Locked();
  const body = await sealAtRest(new Blob([JSON.stringify(visit)]), `visit ${visit.id}`);
  await changeUnlessEmptied(['visits'], (transaction) => transaction.objectStore('visits').put({ id: visit.id, person, body }));
}

/** @param {string} id */
export async function dropVisit(id) {
  await change(['visits'], (transaction) => transaction.objectStore('visits').delete(id));
}
