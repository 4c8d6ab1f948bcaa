/** Bytes as text. */

/** @param {ArrayBuffer | Uint8Array} bytes @returns {string} base64 */
export function toBase64(bytes) {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return btoa(Array.from(view, (byte) => String.fromCharCode(byte)).join(''));
}

/** @param {string} text base64 @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** @param {ArrayBuffer | Uint8Array} bytes @returns {string} two lower-case hex digits for each */
export function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} UTF-8 */
export function utf8(text) {
  return new TextEncoder().encode(text);
}
