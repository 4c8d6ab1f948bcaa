/**
 * A forgotten PIN. The tablet makes a fresh pair of keys whose private half cannot leave the browser, and asks for the
 * person's data key to be locked to it; the coordinator compares a number made of the public half, and approves.
 */
import { toBase64 } from '../sealing/bytes.js';
import { openWith } from '../sealing/hpke.js';
import { changePerson } from '../storage/people.js';
import { enter, setCode } from './people.js';

/**
 * @typedef {import('../storage/types.js').Person} Person
 * @typedef {import('../storage/types.js').Recovery} Recovery
 * @typedef {object} Desk the way to the coordinator, or a test's
 * @property {(wanted: {person: string, name: string, wrapped_key: string, public_key: string}) => Promise<string>} askRecovery
 * @property {(id: string) => Promise<{state: string, wrapped_key?: string}>} recovery
 * @property {(id: string) => Promise<void>} finishRecovery
 *
 * @typedef {{state: 'waiting' | 'refused' | 'over'} | {state: 'approved', dataKey: Uint8Array<ArrayBuffer>}} Answer over: it
 *   was not answered in time, or is settled
 */

/**
 * Six digits of a public key, which the desk shows too.
 * @param {Uint8Array<ArrayBuffer>} publicKey raw
 * @returns {Promise<string>} the first 4 bytes of its SHA-256, big-endian, modulo 1,000,000
 */
export async function numberOf(publicKey) {
  const digest = new DataView(await crypto.subtle.digest('SHA-256', publicKey));
  const digits = String(digest.getUint32(0) % 1_000_000).padStart(6, '0');
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/**
 * Ask, or ask again where the server has not heard of it yet; what was asked is kept, so that the app may be closed.
 * @param {Person} person
 * @param {Desk} desk
 * @returns {Promise<Recovery>}
 */
export async function ask(person, desk) {
  const recovery = person.recovery ?? (await freshRecovery());
  await changePerson(person.id, (before) => ({ ...before, recovery }));
  if (recovery.id) return recovery;
  const id = await desk.askRecovery({ person: person.id, name: person.name, wrapped_key: person.forProject, public_key: recovery.publicKey });
  const asked = { ...recovery, id };
  await changePerson(person.id, (before) => ({ ...before, recovery: asked }));
  return asked;
}

/** @returns {Promise<Recovery>} */
async function freshRecovery() {
  const keys = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return { id: '', keys, publicKey: toBase64(publicKey), number: await numberOf(publicKey) };
}

/**
 * @param {Person} person
 * @param {Recovery} recovery that the server has heard of
 * @param {Desk} desk
 * @returns {Promise<Answer>} a request that is refused or over is forgotten here too
 */
export async function look(person, recovery, desk) {
  const { state, wrapped_key: wrapped } = await desk.recovery(recovery.id);
  if (state === 'waiting') return { state };
  if (state === 'approved' && wrapped) return { state, dataKey: await openWith(wrapped, recovery.keys, `fieldkit-recovery-answer/1 ${person.id}`) };
  await changePerson(person.id, (before) => ({ ...before, recovery: null }));
  return { state: state === 'refused' ? 'refused' : 'over' };
}

/**
 * Take the new PIN and sign in; then the server may forget its answer.
 * @param {Person} person
 * @param {Recovery} recovery
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {import('./people.js').Code} code
 * @param {Desk} desk
 */
export async function settle(person, recovery, dataKey, code, desk) {
  await setCode(person.id, dataKey, code);
  await enter(person, dataKey);
  await desk.finishRecovery(recovery.id).catch(() => {}); // it forgets by itself after a day
}
