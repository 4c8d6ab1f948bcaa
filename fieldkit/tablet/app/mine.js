/** What belongs to the person who is signed in: visits under way, what they have seen and tried. */
import { currentPerson } from '../lock/keyring.js';
import { loadFlag, saveFlag } from '../storage/settings.js';
import { listVisits } from '../storage/visits.js';

/**
 * @typedef {object} Mine
 * @property {import('../visits/clock.js').Visit[]} visits under way, or over and not written down yet
 * @property {import('../visits/clock.js').Visit | null} inside the one that the person is in now
 * @property {boolean} walked whether they have seen how the tablet works, or skipped it
 * @property {boolean} practised whether they have finished the practice form once
 */

/** @type {Mine} */
export const NOBODYS = { visits: [], inside: null, walked: true, practised: false };

/** @returns {Promise<Mine>} */
export async function mine() {
  const person = currentPerson();
  if (!person) return NOBODYS;
  const visits = await listVisits().catch(() => []); // locked meanwhile
  const inside = visits.find(({ endedAt }) => endedAt === null) ?? null;
  return { visits, inside, walked: await loadFlag(`walked ${person.id}`), practised: await loadFlag(`practised ${person.id}`) };
}

/** @param {'walked' | 'practised'} what the person who is signed in has done now */
export async function noteDone(what) {
  const person = currentPerson();
  if (person) await saveFlag(`${what} ${person.id}`, true);
}
