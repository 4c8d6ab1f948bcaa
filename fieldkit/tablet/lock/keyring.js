/**
 * Who is signed in, and the one key that opens what they have not finished. The key is in memory only, cannot be
 * exported, and is dropped by every lock and every reload.
 */
import { openBlob, restKey, sealBlob, secretFor } from './rest.js';

/** Nobody is signed in, or somebody else is. */
export class Locked extends Error {
  constructor() {
    super('nobody is signed in');
    this.name = 'Locked';
  }
}

/**
 * @typedef {{id: string, name: string}} Who
 * @typedef {'hide' | 'idle' | 'elsewhere' | 'change'} LockReason hidden by hand, not touched for long, locked in another
 *   window, or another person's turn
 */

/** Longest time that what is told of a lock may take before the key goes anyway, in milliseconds. */
const LAST_WORDS_MS = 10_000;

/** @type {{who: Who, key: CryptoKey} | null} */
let ring = null;
/** @type {Promise<boolean> | null} */
let closing = null;
let held = 0;
/** @type {Set<(reason: LockReason) => unknown>} */
const lockListeners = new Set();
/** @type {Set<() => void>} */
const changeListeners = new Set();

/** @returns {Who | null} whose key is at hand; while it is being locked, still them */
export function currentPerson() {
  return ring?.who ?? null;
}

/** @returns {boolean} whether somebody is signed in and stays so for now */
export function isOpen() {
  return ring !== null && closing === null;
}

/**
 * Take a person's key into memory.
 * @param {Who} who
 * @param {Uint8Array<ArrayBuffer>} dataKey overwritten with zeros once it is taken
 */
export async function signIn(who, dataKey) {
  await closing;
  const key = await restKey(dataKey);
  dataKey.fill(0);
  ring = { who: { id: who.id, name: who.name }, key };
  tellChanged();
}

/**
 * Encrypt under the key of the person who is signed in.
 * @param {Blob} blob
 * @param {string} context what it is, such as `draft uuid:…`; it opens only under the same
 * @returns {Promise<Blob>}
 * @throws {Locked}
 */
export async function sealAtRest(blob, context) {
  const { who, key } = openRing();
  return sealBlob(key, blob, `${who.id} ${context}`, crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * @param {Blob} blob of {@link sealAtRest}
 * @param {string} context
 * @returns {Promise<Blob>}
 * @throws {Locked}
 * @throws {DOMException} `OperationError` when it is not this person's, is something else, or was changed
 */
export async function openAtRest(blob, context) {
  const { who, key } = openRing();
  return openBlob(key, blob, `${who.id} ${context}`);
}

/**
 * What proves to the server that the person is signed in to whom a record returns: the token, which lies on the tablet in
 * the clear, does not.
 * @returns {Promise<string>} 64 hex digits, the same as long as the person has their data key
 * @throws {Locked}
 */
export async function returnSecret() {
  return secretFor(openRing().key, 'fieldkit-return/1');
}

function openRing() {
  if (!ring) throw new Locked();
  return ring;
}

/**
 * Be told before the key is dropped, to keep what is not kept yet.
 * @param {(reason: LockReason) => unknown} listener may return a promise, which the lock waits for
 * @returns {() => void} ends it
 */
export function onLock(listener) {
  lockListeners.add(listener);
  return () => lockListeners.delete(listener);
}

/** @param {() => void} listener called when somebody was signed in, and when nobody is any more */
export function onPerson(listener) {
  changeListeners.add(listener);
}

/**
 * Drop the key, after everyone who listens has kept what they hold.
 * @param {LockReason} reason
 * @returns {Promise<boolean>} false when something could not be kept
 */
export function lock(reason) {
  if (!ring) return Promise.resolve(true);
  closing ??= Promise.resolve() // whoever is told finds it closing already
    .then(() => drop(reason))
    .finally(() => {
      closing = null;
    });
  return closing;
}

/** @param {LockReason} reason */
async function drop(reason) {
  const told = [...lockListeners].map(async (listener) => listener(reason));
  const kept = await Promise.race([allKept(told), later(LAST_WORDS_MS)]);
  ring = null;
  tellChanged();
  return kept;
}

/** @param {Promise<unknown>[]} told */
async function allKept(told) {
  return (await Promise.allSettled(told)).every(({ status }) => status === 'fulfilled');
}

/** @param {number} ms @returns {Promise<boolean>} */
function later(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms));
}

function tellChanged() {
  for (const listener of changeListeners) listener();
}

/**
 * While a recording or the clock of a visit runs, the tablet does not lock itself.
 * @returns {() => void} lets go; calling it twice does nothing more
 */
export function holdAwake() {
  held += 1;
  let holding = true;
  return () => {
    if (holding) held -= 1;
    holding = false;
  };
}

/** @returns {boolean} */
export function isHeldAwake() {
  return held > 0;
}
