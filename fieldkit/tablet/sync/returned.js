/** Records that a reviewer returned: which they are, and bringing one back whole to be corrected. */
import { sha256OfBlob } from '../sealing/sha256.js';
import { Obstacle } from './obstacle.js';
import { FIRST_SLICE, nextSize } from './upload.js';

/**
 * @typedef {{name: string, sha256: string, bytes: number, type: string}} ReturnedFile
 * @typedef {object} Returned
 * @property {string} instanceId
 * @property {any} form the very version that it was filled in with, as the server lists forms
 * @property {string} title what the record calls itself
 * @property {string} reason what the reviewer wrote
 * @property {string} returnedAt by the server's clock
 * @property {string} xmlSha256
 * @property {ReturnedFile[]} files
 *
 * @typedef {{file: number, files: number, bytes: number, total: number}} Fetched file: which one, from 1; bytes and
 *   total are of this file
 * @typedef {object} Arrived slices of files by the file's hash
 * @property {(sha256: string) => Promise<Blob[]>} load in their order
 * @property {(sha256: string, offset: number, slice: Blob) => Promise<void>} keep
 * @property {(sha256: string) => Promise<void>} drop
 *
 * @typedef {object} Means
 * @property {import('./wire.js').Wire} wire
 * @property {string} secret of the person who is signed in (`returnSecret`)
 * @property {Arrived} arrived what came before a cut; it is gone on with
 * @property {(fetched: Fetched) => void} [show]
 * @property {() => number} [clock] milliseconds that only ever grow
 */

/** @param {any} listed as the server lists it @returns {Returned} */
export function readReturned(listed) {
  return {
    instanceId: listed.instance_id,
    form: listed.form,
    title: listed.title,
    reason: listed.reason,
    returnedAt: listed.returned_at,
    xmlSha256: listed.xml_sha256,
    files: listed.files.map((/** @type {any} */ { name, sha256, bytes, type }) => ({ name, sha256, bytes, type })),
  };
}

/**
 * The record as it was sent, every byte of it checked by its hash.
 * @param {Returned} record
 * @param {Means} means
 * @returns {Promise<import('../engine/types.js').KeptInstance>}
 * @throws {Obstacle} what arrived stays in `arrived`
 */
export async function fetchReturned(record, means) {
  const address = `/tablet/api/records/${encodeURIComponent(record.instanceId)}`;
  const xml = await means.wire.file(`${address}/record.xml`, means.secret);
  await requireSame(xml, record.xmlSha256);
  const files = new Map();
  for (const [at, file] of record.files.entries()) {
    const show = (/** @type {number} */ bytes) => means.show?.({ file: at + 1, files: record.files.length, bytes, total: file.bytes });
    files.set(file.name, await fetchFile(`${address}/files/${file.sha256}`, file, { ...means, show }));
  }
  return { xml: await xml.text(), files };
}

/**
 * One file, slice by slice, so that a cut costs one slice and a long recording is no single request.
 * @param {string} url
 * @param {ReturnedFile} file
 * @param {Omit<Means, 'show'> & {show: (bytes: number) => void}} means
 */
async function fetchFile(url, { sha256, bytes: total, type }, { wire, secret, arrived, show, clock = () => performance.now() }) {
  const slices = await arrived.load(sha256);
  let have = slices.reduce((sum, slice) => sum + slice.size, 0);
  let size = FIRST_SLICE;
  show(have);
  while (have < total) {
    const asked = clock();
    const slice = await wire.stretch(url, have, Math.min(have + size, total), secret);
    if (slice.size === 0 || have + slice.size > total) throw new Obstacle('server', 'a file arrived in another length');
    await arrived.keep(sha256, have, slice);
    slices.push(slice);
    size = nextSize(size, clock() - asked);
    have += slice.size;
    show(have);
  }
  const whole = new Blob(slices, { type });
  await requireSame(whole, sha256).catch(async (error) => {
    await arrived.drop(sha256);
    throw error;
  });
  return whole;
}

/** @param {Blob} blob @param {string} sha256 */
async function requireSame(blob, sha256) {
  if ((await sha256OfBlob(blob)) !== sha256) throw new Obstacle('server', 'something arrived changed');
}
