/** Opens an envelope as the server does, to see what the tablet sealed. The tablet itself cannot. */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64, utf8 } from '../../fieldkit/tablet/sealing/bytes.js';

const SEALED_CHUNK = 1024 * 1024 + 16;

/**
 * @param {import('../../fieldkit/tablet/sealing/envelope.js').Header} header
 * @param {Blob[]} parts
 * @param {string} pkcs8 the private key, base64
 */
export async function openEnvelope(header, parts, pkcs8) {
  const contentKey = await unwrap(header, pkcs8);
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['decrypt']);
  const plains = [];
  for (const [index, part] of parts.entries()) plains.push(await openPart(key, index, header.instance_id, part));
  return { contentKey, plains, manifest: JSON.parse(new TextDecoder().decode(plains[0])) };
}

/** @param {import('../../fieldkit/tablet/sealing/envelope.js').Header} header @param {string} pkcs8 */
async function unwrap(header, pkcs8) {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientKey = await crypto.subtle.importKey('pkcs8', fromBase64(pkcs8), { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const wrapped = fromBase64(header.wrapped_key);
  const info = utf8(`fieldkit-envelope/1 ${header.instance_id}`);
  return new Uint8Array(await suite.open({ recipientKey, enc: wrapped.slice(0, 65), info }, wrapped.slice(65)));
}

/** @param {CryptoKey} key @param {number} index @param {string} instanceId @param {Blob} part */
async function openPart(key, index, instanceId, part) {
  const sealed = new Uint8Array(await part.arrayBuffer());
  const chunks = Math.ceil(sealed.length / SEALED_CHUNK);
  /** @type {number[]} */
  const plain = [];
  for (let number = 0; number < chunks; number += 1) {
    const iv = new Uint8Array(12);
    const view = new DataView(iv.buffer);
    [index, number, number === chunks - 1 ? 1 : 0].forEach((value, i) => view.setUint32(i * 4, value));
    const chunk = sealed.slice(number * SEALED_CHUNK, (number + 1) * SEALED_CHUNK);
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(instanceId) }, key, chunk);
    for (const byte of new Uint8Array(opened)) plain.push(byte);
  }
  return Uint8Array.from(plain);
}
