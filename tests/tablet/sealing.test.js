import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fromBase64, toBase64, utf8 } from '../../fieldkit/tablet/sealing/bytes.js';
import { sealPart, sealRecord } from '../../fieldkit/tablet/sealing/envelope.js';
import { ReceiptRefused, verifyReceipt } from '../../fieldkit/tablet/sealing/receipt.js';
import { Sha256, sha256OfBlob } from '../../fieldkit/tablet/sealing/sha256.js';
import { openEnvelope } from './open-envelope.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/envelope.json', import.meta.url), 'utf8'));
const RECIPIENT = { publicKey: VECTORS.recipient.public, keyId: VECTORS.recipient.key_id };

/** @param {number} length the plaintext that `{"pattern": length}` stands for in the vectors */
function pattern(length) {
  return new Blob([Uint8Array.from({ length }, (_, i) => (7 * i + 3) % 251)]);
}

/** @param {{name: string, type: string, content: string}[]} files */
function blobs(files) {
  return new Map(files.map(({ name, type, content }) => [name, new Blob([fromBase64(content)], { type })]));
}

test('the digest equals the library’s for every length around a block, however it is fed', () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 70000]) {
    const bytes = randomBytes(length);
    const cut = Math.floor(length / 3);
    const digest = new Sha256().update(bytes.subarray(0, cut)).update(bytes.subarray(cut)).hex();
    assert.equal(digest, createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});

test('a blob of several megabytes is digested by the piece', async () => {
  const bytes = randomBytes(3 * 1024 * 1024 + 17);
  assert.equal(await sha256OfBlob(new Blob([bytes])), createHash('sha256').update(bytes).digest('hex'));
});

for (const vector of VECTORS.parts) {
  test(`a part of ${vector.plaintext.pattern} bytes is sealed to the bytes that the server expects`, async () => {
    const key = await crypto.subtle.importKey('raw', fromBase64(VECTORS.content_key), 'AES-GCM', false, ['encrypt']);
    const sealed = await sealPart(key, vector.index, vector.instance_id, pattern(vector.plaintext.pattern));
    assert.equal(sealed.blob.size, vector.bytes);
    assert.equal(sealed.sha256, vector.sha256);
  });
}

for (const vector of VECTORS.valid) {
  test(`${vector.name}: the same record with the same key gives the same submission and files`, async () => {
    const { header } = vector;
    const envelope = await sealRecord(
      {
        instanceId: header.instance_id,
        formId: header.form_id,
        formVersion: header.form_version,
        xml: new TextDecoder().decode(fromBase64(vector.xml)),
        files: blobs(vector.files),
      },
      RECIPIENT,
      new Date(header.sealed_at),
      fromBase64(VECTORS.content_key),
    );
    assert.deepEqual({ ...envelope.header, wrapped_key: '', parts: [] }, { ...header, wrapped_key: '', parts: [] });
    assert.deepEqual(envelope.header.parts.slice(1), header.parts.slice(1));
    const opened = await openEnvelope(envelope.header, envelope.parts, VECTORS.recipient.pkcs8);
    assert.deepEqual(opened.manifest, (await openEnvelope(header, vector.parts.map(fromBase64).map((/** @type {Uint8Array<ArrayBuffer>} */ part) => new Blob([part])), VECTORS.recipient.pkcs8)).manifest);
    assert.equal(toBase64(opened.contentKey), VECTORS.content_key);
    assert.equal(toBase64(opened.plains[1]), vector.xml);
    assert.deepEqual(opened.plains.slice(2).map(toBase64), vector.files.map((/** @type {{content: string}} */ file) => file.content));
  });
}

test('to whom a record may come back stands inside the envelope, and not in what stays on the tablet', async () => {
  const returnsTo = 'a'.repeat(64);
  const record = { instanceId: 'uuid:1', formId: 'f', formVersion: '1', xml: '<a/>', files: new Map(), returnsTo };
  const { header, parts, manifest } = await sealRecord(record, RECIPIENT, new Date(0), fromBase64(VECTORS.content_key));
  assert.equal((await openEnvelope(header, parts, VECTORS.recipient.pkcs8)).manifest.returns_to, returnsTo);
  assert.ok(!JSON.stringify({ header, manifest }).includes(returnsTo));
});

test('a file name is sealed in NFC', async () => {
  const files = new Map([['cafe\u0301.jpg', new Blob(['x'])]]);
  const record = { instanceId: 'uuid:1', formId: 'f', formVersion: '1', xml: '<a/>', files };
  const { manifest } = await sealRecord(record, RECIPIENT, new Date(0), fromBase64(VECTORS.content_key));
  assert.equal(manifest.files[0].name, 'caf\u00e9.jpg');
});

const RECEIPT = JSON.parse(VECTORS.receipt.text);
const SIGNED = { receipt: VECTORS.receipt.text, signature: VECTORS.receipt.signature };
const EXPECTED = {
  instanceId: RECEIPT.instance_id,
  formId: RECEIPT.form_id,
  formVersion: RECEIPT.form_version,
  projectId: RECEIPT.project_id,
  manifest: {
    xml_sha256: RECEIPT.xml_sha256,
    files: Object.entries(RECEIPT.files).map(([name, sha256]) => ({ name, sha256: String(sha256), bytes: 1, type: '' })),
  },
};

test('a receipt that the project signed and that names everything is taken', async () => {
  const receipt = await verifyReceipt(SIGNED, VECTORS.receipt.public, EXPECTED);
  assert.equal(receipt.received_at, RECEIPT.received_at);
});

/** @type {[string, unknown, import('../../fieldkit/tablet/sealing/receipt.js').Expected][]} */
const REFUSED = [
  ['is a sign-in page', '<html>', EXPECTED],
  ['is empty', null, EXPECTED],
  ['was changed by one letter', { ...SIGNED, receipt: SIGNED.receipt.replace('T09:31', 'T09:32') }, EXPECTED],
  ['has a signature that is no signature', { ...SIGNED, signature: '%%%' }, EXPECTED],
  ['is for another record', SIGNED, { ...EXPECTED, instanceId: 'uuid:other' }],
  ['is for another version', SIGNED, { ...EXPECTED, formVersion: '4' }],
  ['is from another project', SIGNED, { ...EXPECTED, projectId: 'other' }],
  ['names other answers', SIGNED, { ...EXPECTED, manifest: { ...EXPECTED.manifest, xml_sha256: '0'.repeat(64) } }],
  [
    'lacks a file that was sealed',
    SIGNED,
    { ...EXPECTED, manifest: { ...EXPECTED.manifest, files: [...EXPECTED.manifest.files, { name: 'b.jpg', sha256: '1', bytes: 1, type: '' }] } },
  ],
  [
    'names a file with another content',
    SIGNED,
    { ...EXPECTED, manifest: { ...EXPECTED.manifest, files: EXPECTED.manifest.files.map((file) => ({ ...file, sha256: '2'.repeat(64) })) } },
  ],
];

for (const [what, answer, expected] of REFUSED) {
  test(`a receipt that ${what} lets nothing go`, async () => {
    await assert.rejects(verifyReceipt(answer, VECTORS.receipt.public, expected), ReceiptRefused);
  });
}

test('a receipt signed by somebody else lets nothing go', async () => {
  const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, other.privateKey, utf8(SIGNED.receipt));
  const forged = { receipt: SIGNED.receipt, signature: toBase64(signature) };
  await assert.rejects(verifyReceipt(forged, VECTORS.receipt.public, EXPECTED), /signature/);
});
