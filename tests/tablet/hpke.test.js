import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test from 'node:test';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64, toBase64, utf8 } from '../../fieldkit/tablet/sealing/bytes.js';
import { openWith, sealTo } from '../../fieldkit/tablet/sealing/hpke.js';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const INFO = 'fieldkit-recovery-answer/1 person-1';
const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

/** Another implementation, which is only used here. */
const kem = new DhkemP256HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** @param {boolean} extractable @returns {Promise<CryptoKeyPair>} */
async function pair(extractable) {
  return /** @type {CryptoKeyPair} */ (await webcrypto.subtle.generateKey(CURVE, extractable, ['deriveBits']));
}

/** @param {CryptoKeyPair} keys */
async function publicText({ publicKey }) {
  return toBase64(await crypto.subtle.exportKey('raw', publicKey));
}

test('what is locked to a key that cannot leave the browser opens with it', async () => {
  const keys = await pair(false);
  const opened = await openWith(await sealTo(SECRET, await publicText(keys), INFO), keys, INFO);
  assert.deepEqual(opened, SECRET);
});

test('another implementation opens what this one locked', async () => {
  const keys = await pair(true);
  const sealed = fromBase64(await sealTo(SECRET, await publicText(keys), INFO));
  const opened = await suite.open({ recipientKey: keys, enc: sealed.slice(0, 65).buffer, info: utf8(INFO) }, sealed.slice(65));
  assert.deepEqual(new Uint8Array(opened), SECRET);
});

test('this one opens what another implementation locked', async () => {
  const keys = await pair(false);
  const { enc, ct } = await suite.seal({ recipientPublicKey: keys.publicKey, info: utf8(INFO) }, SECRET);
  const sealed = toBase64(new Uint8Array([...new Uint8Array(enc), ...new Uint8Array(ct)]));
  assert.deepEqual(await openWith(sealed, keys, INFO), SECRET);
});

test('it opens for nothing else, with no other key, and not after a change', async () => {
  const keys = await pair(false);
  const sealed = await sealTo(SECRET, await publicText(keys), INFO);
  await assert.rejects(openWith(sealed, keys, 'fieldkit-recovery-answer/1 person-2'));
  await assert.rejects(openWith(sealed, await pair(false), INFO));
  const bytes = fromBase64(sealed);
  bytes[80] ^= 1;
  await assert.rejects(openWith(toBase64(bytes), keys, INFO));
});
