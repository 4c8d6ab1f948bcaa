/** Adding words and a photo to a record that is locked already. */
import { currentPerson, onLock } from '../lock/keyring.js';
import { ADDITION, additionXml } from '../sync/kit-records.js';
import { jottedKeys } from '../storage/jotted.js';
import { keepEnvelope, loadSent, loadWaiting } from '../storage/outbox.js';
import { settled } from './jotting.js';
import { takeForTab } from './locks.js';
import { readRoute } from './routes.js';
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

/** The addition that is written in this tab, and in no other. @type {{record: string, release: Promise<import('./locks.js').Release | null>} | null} */
let held = null;

onLock(letGo);
window.addEventListener('hashchange', () => {
  const { name, id } = /** @type {{name: string, id?: string}} */ (readRoute(location.hash));
  if (name !== 'add' || id !== held?.record) void letGo();
});

/**
 * Take an addition for this tab, until its screen is left or the tablet is locked: two tabs would write over each other's
 * words, and each lock them.
 * @param {string} record instanceID of the locked record
 * @returns {Promise<boolean>} false while another tab has it
 */
export async function takeAddition(record) {
  if (held?.record !== record) {
    await letGo();
    held = { record, release: takeForTab(`addition-${currentPerson()?.id}-${record}`) };
  }
  const { release } = held;
  if (await release) return true;
  if (held?.release === release) held = null;
  return false;
}

/** What was put there last is on disk before another tab may read it. */
async function letGo() {
  const leaving = held;
  held = null;
  await settled();
  await (await leaving?.release)?.();
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
