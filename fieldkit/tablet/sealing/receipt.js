/** The server's receipt: only one that was signed by the project and names all that was sealed lets a record go. */
import { fromBase64, utf8 } from './bytes.js';

/**
 * @typedef {import('./envelope.js').Manifest} Manifest
 * @typedef {{receipt: string, signature: string}} SignedReceipt
 * @typedef {{instance_id: string, form_id: string, form_version: string, xml_sha256: string,
 *   files: Record<string, string>, complete: boolean, received_at: string, project_id: string}} Receipt
 * @typedef {{instanceId: string, formId: string, formVersion: string, projectId: string, manifest: Manifest}} Expected
 */

/** Why a receipt does not do. */
export class ReceiptRefused extends Error {}

/**
 * @param {unknown} answer what the server sent
 * @param {string} receiptKey the project's receipt key, base64 of the uncompressed point
 * @param {Expected} expected what this tablet remembers of the record
 * @returns {Promise<Receipt>}
 * @throws {ReceiptRefused} saying which of its promises it does not keep
 */
export async function verifyReceipt(answer, receiptKey, expected) {
  if (!isSigned(answer)) throw new ReceiptRefused('it is not a receipt');
  if (!(await isSignedBy(receiptKey, answer.receipt, answer.signature))) throw new ReceiptRefused('its signature is not the project’s');
  const receipt = /** @type {Receipt} */ (JSON.parse(answer.receipt));
  const same =
    receipt.instance_id === expected.instanceId &&
    receipt.form_id === expected.formId &&
    receipt.form_version === expected.formVersion &&
    receipt.project_id === expected.projectId;
  if (!same) throw new ReceiptRefused('it is for another record');
  if (receipt.complete !== true) throw new ReceiptRefused('it does not say that the record is complete');
  if (receipt.xml_sha256 !== expected.manifest.xml_sha256) throw new ReceiptRefused('it names other answers');
  for (const file of expected.manifest.files) {
    if (!Object.hasOwn(receipt.files ?? {}, file.name) || receipt.files[file.name] !== file.sha256) {
      throw new ReceiptRefused(`it does not name the file ${file.name} as it was sealed`);
    }
  }
  return receipt;
}

/** @param {unknown} answer @returns {answer is SignedReceipt} */
function isSigned(answer) {
  const candidate = /** @type {Partial<SignedReceipt> | null} */ (answer);
  return typeof candidate?.receipt === 'string' && typeof candidate?.signature === 'string';
}

/**
 * Whether the project signed a text.
 * @param {string} receiptKey base64 of the uncompressed point
 * @param {string} text
 * @param {string} signature base64 of the raw r‖s
 */
export async function isSignedBy(receiptKey, text, signature) {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(receiptKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    return await crypto.subtle.verify(algorithm, key, fromBase64(signature), utf8(text));
  } catch {
    return false;
  }
}
