/** Counts down what wrong attempts cost, while the app is open in any window. */
import { waited } from './pause.js';
import { changePerson, loadPerson } from '../storage/people.js';

const TICK_MS = 1000;

/** @type {Set<string>} */
const counting = new Set();

/**
 * Let a person's waiting time pass. One window counts; the others wait for their turn, in case it is closed.
 * @param {string} id
 */
export async function letTimePass(id) {
  if (counting.has(id)) return;
  counting.add(id);
  await navigator.locks.request(`fieldkit-wait-${id}`, () => count(id)).finally(() => counting.delete(id));
}

/** @param {string} id */
async function count(id) {
  let last = performance.now();
  while (((await loadPerson(id))?.attempts.left ?? 0) > 0) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    const now = performance.now();
    await changePerson(id, (person) => ({ ...person, attempts: waited(person.attempts, now - last) }));
    last = now;
  }
}
