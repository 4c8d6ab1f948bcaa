/**
 * Seals a record to the project's public key, in the format `fieldkit-envelope/1` (docs/envelope.md).
 *
 * From then on nothing on the tablet can read it: the key that would is the project's.
 */
import { utf8 } from './bytes.js';
import { sealChunks } from './chunks.js';
import { sealTo } from './hpke.js';
import { Sha256, sha256OfBlob } from './sha256.js';

export const FORMAT = 'fieldkit-envelope/1';

/**
 * @typedef {{sha256: string, bytes: number}} PartDigest
 * @typedef {{format: string, key_id: string, instance_id: string, form_id: string, form_version: string,
 *   sealed_at: string, wrapped_key: string, parts: PartDigest[]}} Header
 * @typedef {{name: string, sha256: string, bytes: number, type: string}} ManifestFile hash and length of the plaintext
 * @typedef {{xml_sha256: string, files: ManifestFile[]}} Manifest
 * @typedef {{header: Header, parts: Blob[], manifest: Manifest}} Envelope
 * @typedef {{instanceId: string, formId: string, formVersion: string, xml: string, files: Map<string, Blob>, returnsTo?: string}} Plain returnsTo: SHA-256 of the
 *   secret of whoever may have the record back; it stands inside the envelope only
 * @typedef {{publicKey: string, keyId: string}} Recipient the project's key as the server names it
 */

/**
 * @param {Plain} record file names in NFC
 * @param {Recipient} recipient
 * @param {Date} sealedAt
 * @param {Uint8Array<ArrayBuffer>} contentKey 32 fresh random bytes
 * @returns {Promise<Envelope>}
 */
export async function sealRecord(record, recipient, sealedAt, contentKey) {
  const xml = new Blob([utf8(record.xml)]);
  const manifest = await describe(xml, record.files);
  const plains = [new Blob([JSON.stringify({ ...manifest, returns_to: record.returnsTo })]), xml, ...record.files.values()];
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt']);
  const sealed = [];
  for (const [index, plain] of plains.entries()) sealed.push(await sealPart(key, index, record.instanceId, plain));
  return {
    header: {
      format: FORMAT,
      key_id: recipient.keyId,
      instance_id: record.instanceId,
      form_id: record.formId,
      form_version: record.formVersion,
      sealed_at: sealedAt.toISOString(),
      wrapped_key: await sealTo(contentKey, recipient.publicKey, `${FORMAT} ${record.instanceId}`),
      parts: sealed.map(({ sha256, blob }) => ({ sha256, bytes: blob.size })),
    },
    parts: sealed.map(({ blob }) => blob),
    manifest,
  };
}

/**
 * @param {Blob} xml
 * @param {Map<string, Blob>} files
 * @returns {Promise<Manifest>}
 */
async function describe(xml, files) {
  const described = [];
  for (const [name, blob] of files) {
    described.push({ name: name.normalize('NFC'), sha256: await sha256OfBlob(blob), bytes: blob.size, type: blob.type });
  }
  return { xml_sha256: await sha256OfBlob(xml), files: described };
}

/**
 * Seal one part, chunk by chunk.
 * @param {CryptoKey} key
 * @param {number} index of the part
 * @param {string} instanceId
 * @param {Blob} plain
 * @returns {Promise<{blob: Blob, sha256: string}>}
 */
export async function sealPart(key, index, instanceId, plain) {
  const digest = new Sha256();
  const sealed = [];
  for await (const bytes of sealChunks(key, index, instanceId, plain)) {
    digest.update(new Uint8Array(bytes));
    sealed.push(new Blob([bytes]));
  }
  return { blob: new Blob(sealed), sha256: digest.hex() };
}
