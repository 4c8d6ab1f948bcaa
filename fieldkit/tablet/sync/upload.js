/**
 * Brings one sealed record to the server: each part from where the server's copy ends, slice by slice, then the header.
 *
 * A slice is as large as the network can carry in a few seconds, so that a cut costs little and six minutes of upload
 * are many short requests, each with its own patience.
 */
import { sha256OfBlob } from '../sealing/sha256.js';
import { Obstacle } from './obstacle.js';

const SMALLEST = 32 * 1024;
/** Bytes of the first slice, before the network has shown how fast it is. */
export const FIRST_SLICE = 256 * 1024;
const LARGEST = 4 * 1024 * 1024;
const QUICK = 2_000;
const LONG = 10_000;
const ROUNDS = 3;
const CORRECTIONS = 5;

/**
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {{part: number, parts: number, bytes: number, total: number}} Progress
 * @typedef {object} Means
 * @property {import('./wire.js').Wire} wire
 * @property {(instanceId: string, index: number) => Promise<Blob | null>} loadPart
 * @property {(progress: Progress) => void} [onProgress]
 * @property {() => number} [clock] milliseconds that only ever grow
 */

/**
 * @param {Waiting} record
 * @param {Means} means
 * @returns {Promise<unknown>} the server's receipt, not verified yet
 * @throws {Obstacle}
 */
export async function uploadRecord(record, means) {
  let wanted = record.header.parts.map((_, index) => index);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const index of wanted) await uploadPart(record, index, means);
    const answer = await means.wire.postEnvelope(record.header);
    if ('receipt' in answer) return answer.receipt;
    const missing = new Set(answer.missing);
    wanted = record.header.parts.flatMap((part, index) => (missing.has(part.sha256) ? [index] : []));
  }
  throw new Obstacle('server', 'parts that were sent are still missing');
}

/** @param {Waiting} record @param {number} index @param {Means} means */
async function uploadPart(record, index, { wire, loadPart, onProgress, clock = () => performance.now() }) {
  const { sha256, bytes: total } = record.header.parts[index];
  const blob = await loadPart(record.instanceId, index);
  if (blob?.size !== total) throw new Obstacle('damaged', `part ${index}`);
  const show = (/** @type {number} */ bytes) => onProgress?.({ part: index, parts: record.header.parts.length, bytes, total });
  let offset = await wire.partOffset(sha256);
  let size = FIRST_SLICE;
  let corrections = 0;
  show(offset);
  while (offset !== total) {
    if (offset > total) offset = 0;
    const begun = clock();
    const { offset: held, dropped } = await wire.putPart(sha256, offset, total, blob.slice(offset, offset + size));
    if (dropped && (await sha256OfBlob(blob)) !== sha256) throw new Obstacle('damaged', `part ${index}`);
    if (held !== Math.min(offset + size, total)) corrections += 1;
    if (corrections > CORRECTIONS) throw new Obstacle('server', 'the upload does not get on');
    size = nextSize(size, clock() - begun);
    offset = held;
    show(offset);
  }
}

/**
 * @param {number} size of the slice that was sent, in bytes
 * @param {number} took milliseconds
 * @returns {number} size of the next one
 */
export function nextSize(size, took) {
  if (took < QUICK) return Math.min(size * 2, LARGEST);
  if (took > LONG) return Math.max(size / 2, SMALLEST);
  return size;
}
