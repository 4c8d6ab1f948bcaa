/**
 * HPKE (RFC 9180), base mode, single shot, with the one suite that the envelope uses: DHKEM(P-256, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. Bytes: `enc ‖ ciphertext`. `@hpke/core` speaks it, over the browser's own WebCrypto.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64, toBase64, utf8 } from './bytes.js';

const ENC_BYTES = 65;
const kem = new DhkemP256HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * Lock a secret to a public key.
 * @param {Bytes} secret
 * @param {string} publicKey base64 of the uncompressed point
 * @param {string} info what it is for
 * @returns {Promise<string>} base64
 */
export async function sealTo(secret, publicKey, info) {
  const recipientPublicKey = await kem.importKey('raw', fromBase64(publicKey).buffer, true);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: utf8(info) }, secret);
  return toBase64(new Uint8Array([...new Uint8Array(enc), ...new Uint8Array(ct)]));
}

/**
 * Open what was locked to a key of ours; its private half may be one that cannot leave the browser.
 * @param {string} sealed base64
 * @param {CryptoKeyPair} recipientKey for ECDH on P-256
 * @param {string} info
 * @returns {Promise<Bytes>}
 * @throws {Error} when it was not locked to this key, or for something else
 */
export async function openWith(sealed, recipientKey, info) {
  const bytes = fromBase64(sealed);
  const enc = bytes.slice(0, ENC_BYTES).buffer;
  return new Uint8Array(await suite.open({ recipientKey, enc, info: utf8(info) }, bytes.slice(ENC_BYTES)));
}
