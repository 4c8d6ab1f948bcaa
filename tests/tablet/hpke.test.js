import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fromBase64, toBase64 } from '../../fieldkit/tablet/sealing/bytes.js';
import { openWith, sealTo } from '../../fieldkit/tablet/sealing/hpke.js';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const INFO = 'fieldkit-recovery-answer/1 person-1';
const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/envelope.json', import.meta.url), 'utf8'));

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

test('what the server’s library locked opens here', async () => {
  const { recipient, content_key: contentKey, valid } = VECTORS;
  const privateKey = await crypto.subtle.importKey('pkcs8', fromBase64(recipient.pkcs8), CURVE, false, ['deriveBits']);
  const publicKey = await crypto.subtle.importKey('raw', fromBase64(recipient.public), CURVE, true, []);
  assert.ok(valid.length > 0);
  for (const { header } of valid) {
    const opened = await openWith(header.wrapped_key, { privateKey, publicKey }, `fieldkit-envelope/1 ${header.instance_id}`);
    assert.equal(toBase64(opened), contentKey);
  }
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
