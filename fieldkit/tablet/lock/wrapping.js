/**
 * A person's data key: 32 random bytes under which what they have not finished is kept. It lies on the tablet only
 * wrapped, once by the PIN and once by the project's key, and is unwrapped into the browser's own keeping.
 */
import { fromBase64, toBase64, utf8 } from '../sealing/bytes.js';
import { sealTo } from '../sealing/hpke.js';

/** PBKDF2-HMAC-SHA-256 as OWASP's password storage cheat sheet asks for it. */
export const ROUNDS = 600_000;
const IV_BYTES = 12;

/** @typedef {{salt: string, rounds: number, wrapped: string}} WrappedByCode base64 each; `wrapped` is `iv ‖ ciphertext` */

/** The code does not open this key. */
export class WrongCode extends Error {}

/**
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {string} code
 * @param {string} person id
 * @param {{salt: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>, rounds?: number}} random 16 and 12 fresh bytes
 * @returns {Promise<WrappedByCode>}
 */
export async function wrapByCode(dataKey, code, person, { salt, iv, rounds = ROUNDS }) {
  const key = await keyOfCode(code, salt, rounds);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(person) }, key, dataKey);
  return { salt: toBase64(salt), rounds, wrapped: toBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)])) };
}

/**
 * @param {WrappedByCode} kept
 * @param {string} code
 * @param {string} person id
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the data key
 * @throws {WrongCode}
 */
export async function unwrapByCode(kept, code, person) {
  const key = await keyOfCode(code, fromBase64(kept.salt), kept.rounds);
  const bytes = fromBase64(kept.wrapped);
  const means = { name: 'AES-GCM', iv: bytes.slice(0, IV_BYTES), additionalData: about(person) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(means, key, bytes.slice(IV_BYTES)));
  } catch {
    throw new WrongCode('the code does not open the key');
  }
}

/**
 * So that the coordinator can help after a forgotten PIN.
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {string} publicKey the project's sealing key, base64
 * @param {string} person id
 * @returns {Promise<string>} base64
 */
export function wrapForProject(dataKey, publicKey, person) {
  return sealTo(dataKey, publicKey, `fieldkit-recovery/1 ${person}`);
}

/** @param {string} person id */
function about(person) {
  return utf8(`fieldkit-pin/1 ${person}`);
}

/** @param {string} code @param {Uint8Array<ArrayBuffer>} salt @param {number} rounds */
async function keyOfCode(code, salt, rounds) {
  const secret = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveKey']);
  const means = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(means, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
