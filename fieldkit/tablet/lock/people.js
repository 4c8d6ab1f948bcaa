/** Signing in, and what a person can do about their own PIN. */
import { codeOf } from './code.js';
import { currentPerson, isOpen, lock, signIn } from './keyring.js';
import { beginAttempt, NO_ATTEMPTS } from './pause.js';
import { unwrapByCode, wrapByCode, wrapForProject, WrongCode } from './wrapping.js';
import { adoptDrafts } from '../storage/drafts.js';
import { changePerson, loadPerson, savePerson } from '../storage/people.js';

/**
 * @typedef {import('../storage/types.js').Person} Person
 * @typedef {import('./code.js').CodeKind} CodeKind
 * @typedef {{kind: CodeKind, entered: readonly string[]}} Code
 * @typedef {'in' | 'wrong' | 'early'} Outcome early: attempts are being slowed, nothing was tried
 */

/**
 * Add a person with a fresh key, and sign them in, unless the tablet was locked meanwhile.
 * @param {string} name
 * @param {Code} code
 * @param {string} projectKey the project's sealing key, base64
 * @param {Date} now
 */
export async function addPerson(name, code, projectKey, now) {
  const id = crypto.randomUUID();
  const dataKey = random(32);
  const before = currentPerson();
  const forProject = await wrapForProject(dataKey, projectKey, id);
  const byCode = await wrapFresh(dataKey, code, id);
  await savePerson({ id, name, kind: code.kind, byCode, forProject, attempts: NO_ATTEMPTS, createdAt: now.toISOString(), recovery: null });
  if (!before || isOpen()) await enter({ id, name }, dataKey);
  dataKey.fill(0);
}

/**
 * @param {string} id
 * @param {readonly string[]} entered
 * @returns {Promise<Outcome>}
 */
export async function unlock(id, entered) {
  const dataKey = await tried(id, entered);
  if (dataKey instanceof Uint8Array) {
    const person = /** @type {Person} */ (await loadPerson(id));
    await enter(person, dataKey);
    return 'in';
  }
  return dataKey;
}

/**
 * @param {string} id
 * @param {readonly string[]} entered the code that holds until now
 * @param {Code} code the one that holds from now on
 * @returns {Promise<Outcome>}
 */
export async function changeCode(id, entered, code) {
  const dataKey = await tried(id, entered);
  if (!(dataKey instanceof Uint8Array)) return dataKey;
  await setCode(id, dataKey, code);
  dataKey.fill(0);
  return 'in';
}

/**
 * Wrap a person's key by a new code; what they asked of the coordinator is settled with it.
 * @param {string} id @param {Uint8Array<ArrayBuffer>} dataKey @param {Code} code
 */
export async function setCode(id, dataKey, code) {
  const byCode = await wrapFresh(dataKey, code, id);
  await changePerson(id, (person) => ({ ...person, kind: code.kind, byCode, attempts: NO_ATTEMPTS, recovery: null }));
}

/**
 * Make them the one who is signed in.
 * @param {{id: string, name: string}} who
 * @param {Uint8Array<ArrayBuffer>} dataKey
 */
export async function enter(who, dataKey) {
  await lock('change');
  await signIn(who, dataKey);
  await adoptDrafts();
}

/**
 * @param {string} id @param {readonly string[]} entered
 * @returns {Promise<Uint8Array<ArrayBuffer> | 'wrong' | 'early'>} the data key when the code is right
 */
async function tried(id, entered) {
  const person = await changePerson(id, (before) => {
    const attempts = beginAttempt(before.attempts);
    return attempts && { ...before, attempts };
  });
  if (!person) return 'early';
  try {
    const dataKey = await unwrapByCode(person.byCode, codeOf(person.kind, entered), id);
    await changePerson(id, (before) => ({ ...before, attempts: NO_ATTEMPTS }));
    return dataKey;
  } catch (error) {
    if (error instanceof WrongCode) return 'wrong';
    throw error;
  }
}

/** @param {Uint8Array<ArrayBuffer>} dataKey @param {Code} code @param {string} id */
function wrapFresh(dataKey, { kind, entered }, id) {
  return wrapByCode(dataKey, codeOf(kind, entered), id, { salt: random(16), iv: random(12) });
}

/** @param {number} length @returns {Uint8Array<ArrayBuffer>} */
function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
