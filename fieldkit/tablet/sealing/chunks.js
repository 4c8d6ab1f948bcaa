/**
 * AES-256-GCM over something that need not fit into memory: chunk by chunk, each with a nonce that says which part it
 * belongs to, where it stands and whether it is the last, so that chunks can be neither moved nor cut off.
 */
import { utf8 } from './bytes.js';
import { pieces } from './sha256.js';

export const CHUNK_BYTES = 1024 * 1024;
const TAG_BYTES = 16;

/**
 * @param {CryptoKey} key that is used for nothing else
 * @param {number} part number of the part under this key
 * @param {string} about additional data
 * @param {Blob} plain
 * @returns {AsyncGenerator<ArrayBuffer>} ciphertext and tag of one chunk after the other
 */
export async function* sealChunks(key, part, about, plain) {
  const last = Math.max(1, Math.ceil(plain.size / CHUNK_BYTES)) - 1;
  let number = 0;
  for await (const chunk of pieces(plain, CHUNK_BYTES)) {
    yield await crypto.subtle.encrypt(means(part, number, number === last, about), key, chunk);
    number += 1;
  }
}

/**
 * @param {CryptoKey} key
 * @param {number} part
 * @param {string} about
 * @param {Blob} sealed
 * @returns {AsyncGenerator<ArrayBuffer>} plaintext of one chunk after the other
 * @throws {DOMException} `OperationError` when a chunk is not what was sealed, or is missing
 */
export async function* openChunks(key, part, about, sealed) {
  const size = CHUNK_BYTES + TAG_BYTES;
  const last = Math.max(1, Math.ceil(sealed.size / size)) - 1;
  let number = 0;
  for await (const chunk of pieces(sealed, size)) {
    yield await crypto.subtle.decrypt(means(part, number, number === last, about), key, chunk);
    number += 1;
  }
}

/** @param {number} part @param {number} chunk @param {boolean} last @param {string} about */
function means(part, chunk, last, about) {
  const view = new DataView(new ArrayBuffer(12));
  view.setUint32(0, part);
  view.setUint32(4, chunk);
  view.setUint32(8, last ? 1 : 0);
  return { name: 'AES-GCM', iv: new Uint8Array(view.buffer), additionalData: utf8(about) };
}
