/** Adding words and a photo to a record that is locked already. */
import { ADDITION, additionXml } from '../sync/kit-records.js';
import { jottedKeys } from '../storage/jotted.js';
import { keepEnvelope, loadSent, loadWaiting } from '../storage/outbox.js';
import { settled } from './jotting.js';
import { talk } from './sender.js';
import { sealForProject } from './seal.js';
import { refresh } from './state.js';

const PHOTO = 'photo.jpg';

/**
 * The locked record, waiting or sent.
 * @param {string} id
 * @returns {Promise<{title: string} | null>} null when it is not on this tablet any more
 */
export async function lockedRecord(id) {
  return (await loadWaiting(id)) ?? (await loadSent(id));
}

/** Where its words and its photo stand until it is locked. @param {string} record instanceID of the locked record */
export function additionTo(record) {
  return `addition ${record}`;
}

/**
 * Seal an addition and put it in the outbox.
 * @param {string} addsTo instanceID of the record
 * @param {{title: string, words: string, photo: Blob | null, begun: Date}} addition title: of the record
 */
export async function addTo(addsTo, { title, words, photo, begun }) {
  const jotted = jottedKeys(additionTo(addsTo)); // of who wrote it, also when the tablet is locked before it is sealed
  await settled();
  const instanceId = `uuid:${crypto.randomUUID()}`;
  const files = new Map(photo ? [[PHOTO, photo.slice(0, photo.size, photo.type)]] : []);
  const xml = additionXml({ instanceId, addsTo, words, files: [...files.keys()] });
  const { waiting, parts } = await sealForProject({ instanceId, ...ADDITION, xml, files }, { title, startedAt: begun.toISOString(), addsTo });
  await keepEnvelope(waiting, parts, jotted);
  await refresh();
  void talk();
}
