/**
 * A sealed record's hash stays on the tablet, in the manifest and in the receipt, and its length in the header. Without
 * salt both would tell whoever guesses an answer whether the guess is right.
 */

import { toHex } from './bytes.js';

export const SALT_BYTES = 16;
const BLOCK = 1024;
const COMMENT = '<!---->'.length;

/**
 * Put a comment of 32 random hex digits behind the record's last tag, and blanks that round its length up.
 * @param {string} xml
 * @param {Uint8Array} salt 16 fresh random bytes
 * @returns {string} the same record; a multiple of 1024 bytes long in UTF-8
 */
export function salted(xml, salt) {
  const digits = toHex(salt);
  const length = new TextEncoder().encode(xml).length + digits.length + COMMENT;
  return `${xml}<!--${digits}${' '.repeat((BLOCK - (length % BLOCK)) % BLOCK)}-->`;
}
