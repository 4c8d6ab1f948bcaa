/**
 * HPKE (RFC 9180), base mode, single shot, with the one suite that the envelope uses: DHKEM(P-256, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. Bytes: `enc ‖ ciphertext`. All of its parts are the browser's own (WebCrypto); the tests hold
 * it against two other implementations.
 */
import { fromBase64, toBase64, utf8 } from './bytes.js';

const ENC_BYTES = 65;
const HASH_BYTES = 32;
const NONCE_BYTES = 12;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const KEM = new Uint8Array([...utf8('KEM'), 0, 0x10]);
const SUITE = new Uint8Array([...utf8('HPKE'), 0, 0x10, 0, 1, 0, 2]);
const NOTHING = new Uint8Array();

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * Lock a secret to a public key.
 * @param {Bytes} secret
 * @param {string} publicKey base64 of the uncompressed point
 * @param {string} info what it is for
 * @returns {Promise<string>} base64
 */
export async function sealTo(secret, publicKey, info) {
  const receiver = fromBase64(publicKey);
  const ephemeral = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const enc = await rawPoint(ephemeral.publicKey);
  const { key, nonce } = await schedule(ephemeral.privateKey, await importPoint(receiver), joined(enc, receiver), info);
  return toBase64(joined(enc, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, secret))));
}

/**
 * Open what was locked to a key of ours; its private half may be one that cannot leave the browser.
 * @param {string} sealed base64
 * @param {CryptoKeyPair} receiver for ECDH on P-256
 * @param {string} info
 * @returns {Promise<Bytes>}
 * @throws {Error} when it was not locked to this key, or for something else
 */
export async function openWith(sealed, receiver, info) {
  const bytes = fromBase64(sealed);
  const enc = bytes.slice(0, ENC_BYTES);
  const { key, nonce } = await schedule(receiver.privateKey, await importPoint(enc), joined(enc, await rawPoint(receiver.publicKey)), info);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, bytes.slice(ENC_BYTES)));
}

/**
 * Decap or Encap, then KeySchedule (RFC 9180, 4.1 and 5.1).
 * @param {CryptoKey} ours private
 * @param {CryptoKey} theirs public
 * @param {Bytes} kemContext
 * @param {string} info
 * @returns {Promise<{key: CryptoKey, nonce: Bytes}>}
 */
async function schedule(ours, theirs, kemContext, info) {
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ours, 8 * HASH_BYTES));
  const kem = await expand(await extract(NOTHING, 'eae_prk', shared, KEM), 'shared_secret', kemContext, HASH_BYTES, KEM);
  const hashes = [await extract(NOTHING, 'psk_id_hash', NOTHING, SUITE), await extract(NOTHING, 'info_hash', utf8(info), SUITE)];
  const context = joined(Uint8Array.of(0), ...hashes);
  const secret = await extract(kem, 'secret', NOTHING, SUITE);
  const key = await expand(secret, 'key', context, HASH_BYTES, SUITE);
  return {
    key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']),
    nonce: await expand(secret, 'base_nonce', context, NONCE_BYTES, SUITE),
  };
}

/** LabeledExtract. @param {Bytes} salt @param {string} label @param {Bytes} input @param {Bytes} suite */
function extract(salt, label, input, suite) {
  return hmac(salt.length ? salt : new Uint8Array(HASH_BYTES), joined(utf8('HPKE-v1'), suite, utf8(label), input));
}

/** LabeledExpand of one block at most. @param {Bytes} secret @param {string} label @param {Bytes} info @param {number} length @param {Bytes} suite */
async function expand(secret, label, info, length, suite) {
  const labelled = joined(Uint8Array.of(0, length), utf8('HPKE-v1'), suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(secret, labelled)).slice(0, length);
}

/** @param {Bytes} key @param {Bytes} message @returns {Promise<Bytes>} */
async function hmac(key, message) {
  const usable = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', usable, message));
}

/** @param {...Uint8Array} parts @returns {Bytes} */
function joined(...parts) {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** @param {Bytes} point */
function importPoint(point) {
  return crypto.subtle.importKey('raw', point, CURVE, true, []);
}

/** @param {CryptoKey} publicKey @returns {Promise<Bytes>} */
async function rawPoint(publicKey) {
  return new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
}
