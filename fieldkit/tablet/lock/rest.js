/**
 * What is kept under a person's data key. Every blob has a key of its own, derived from the data key and 16 random
 * bytes (HKDF-SHA-256, RFC 5869), so that no nonce is ever used twice however often a draft is kept.
 *
 * Bytes: the 16 random bytes, then the chunks of `length of the type (2) ‖ type ‖ content`.
 */
import { toHex, utf8 } from '../sealing/bytes.js';
import { openChunks, sealChunks } from '../sealing/chunks.js';

const SALT_BYTES = 16;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes the data key
 * @returns {Promise<CryptoKey>} from which nothing but such keys and {@link secretFor} can be had
 */
export function restKey(bytes) {
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits']);
}

/**
 * @param {CryptoKey} key of {@link restKey}
 * @param {Blob} plain
 * @param {string} context what it is; it opens as nothing else
 * @param {Uint8Array<ArrayBuffer>} salt 16 fresh random bytes
 * @returns {Promise<Blob>}
 */
export async function sealBlob(key, plain, context, salt) {
  const type = utf8(plain.type);
  const whole = new Blob([Uint8Array.of(type.length >> 8, type.length & 0xff), type, plain]);
  /** @type {BlobPart[]} */
  const sealed = [salt];
  for await (const chunk of sealChunks(await ownKey(key, salt), 0, context, whole)) sealed.push(new Blob([chunk]));
  return new Blob(sealed);
}

/**
 * @param {CryptoKey} key
 * @param {Blob} sealed
 * @param {string} context
 * @returns {Promise<Blob>} with the type that it had
 * @throws {DOMException} `OperationError` when it was changed, cut, or is something else
 */
export async function openBlob(key, sealed, context) {
  const salt = new Uint8Array(await sealed.slice(0, SALT_BYTES).arrayBuffer());
  const parts = [];
  for await (const chunk of openChunks(await ownKey(key, salt), 0, context, sealed.slice(SALT_BYTES))) parts.push(new Blob([chunk]));
  const whole = new Blob(parts);
  const [high, low] = new Uint8Array(await whole.slice(0, 2).arrayBuffer());
  const begin = 2 + (high << 8) + low;
  return whole.slice(begin, whole.size, await whole.slice(2, begin).text());
}

/**
 * A secret that only whoever has the data key can make.
 * @param {CryptoKey} key
 * @param {string} use what it is for
 * @returns {Promise<string>} 64 hex digits
 */
export async function secretFor(key, use) {
  const means = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(use) };
  return toHex(await crypto.subtle.deriveBits(means, key, 256));
}

/** @param {CryptoKey} key @param {Uint8Array<ArrayBuffer>} salt */
function ownKey(key, salt) {
  const means = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8('fieldkit-rest/1') };
  return crypto.subtle.deriveKey(means, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
