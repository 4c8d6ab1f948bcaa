/**
 * The spare copy: every sealed record that waits, in one file that can be carried to the desk (docs/envelope.md).
 *
 *     "fieldkit-spare/1\n" · length of the index, 8 bytes, big-endian · index (JSON) · every part, in the headers' order
 */
import { utf8 } from '../sealing/bytes.js';

const FORMAT = 'fieldkit-spare/1\n';

/**
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {object} Shelf where sealed records lie
 * @property {() => Promise<Waiting[]>} listWaiting
 * @property {(instanceId: string, index: number) => Promise<Blob | null>} loadPart
 * @typedef {{file: Blob, records: number}} SpareCopy records: how many are in it
 */

/**
 * @param {{projectId: string, deviceId: string, savedAt: Date}} about
 * @param {Shelf} shelf
 * @returns {Promise<SpareCopy>} a record goes into it whole or not at all; its bytes stay on the disk until it is written
 */
export async function makeSpareCopy({ projectId, deviceId, savedAt }, shelf) {
  const headers = [];
  const parts = [];
  for (const { instanceId, header } of await shelf.listWaiting()) {
    const blobs = await wholeRecord(instanceId, header, shelf);
    if (!blobs) continue; // sent since the list was read, or damaged: the rest is saved
    headers.push(header);
    parts.push(...blobs);
  }
  const index = utf8(JSON.stringify({ project_id: projectId, device_id: deviceId, saved_at: savedAt.toISOString(), records: headers }));
  return { file: new Blob([FORMAT, lengthOf(index), index, ...parts], { type: 'application/octet-stream' }), records: headers.length };
}

/** @param {string} instanceId @param {import('../sealing/envelope.js').Header} header @param {Shelf} shelf @returns {Promise<Blob[] | null>} */
async function wholeRecord(instanceId, header, shelf) {
  const blobs = [];
  for (const [index, { bytes }] of header.parts.entries()) {
    const blob = await shelf.loadPart(instanceId, index);
    if (blob?.size !== bytes) return null;
    blobs.push(blob);
  }
  return blobs;
}

/** @param {Uint8Array} index */
function lengthOf(index) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(index.length));
  return view.buffer;
}

/**
 * A name that says nothing about the study or the people.
 * @param {Date} savedAt
 */
export function spareName(savedAt) {
  return `copy-${savedAt.toISOString().slice(0, 16).replace(/\D/g, '')}.fieldkit`;
}
