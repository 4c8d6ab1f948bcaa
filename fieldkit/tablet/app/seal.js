/** Seals a record to the project's key, as it is put into the outbox; it may come back to whoever is signed in. */
import { returnSecret } from '../lock/keyring.js';
import { utf8 } from '../sealing/bytes.js';
import { withClock } from '../sealing/clock.js';
import { sealRecord } from '../sealing/envelope.js';
import { SALT_BYTES, salted } from '../sealing/salt.js';
import { Sha256 } from '../sealing/sha256.js';
import { state } from './state.js';

/**
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {Pick<Waiting, 'title' | 'startedAt' | 'addsTo' | 'corrects'>} About what the trays show of it
 */

/**
 * @param {import('../sealing/envelope.js').Plain} plain
 * @param {About} about
 * @returns {Promise<{waiting: Waiting, parts: Blob[]}>}
 * @throws {import('../lock/keyring.js').Locked}
 */
export async function sealForProject(plain, about) {
  const { enrolment } = state;
  if (!enrolment) throw new Error('this tablet is not enrolled');
  const recipient = { publicKey: enrolment.sealingKey, keyId: enrolment.sealingKeyId };
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const contentKey = crypto.getRandomValues(new Uint8Array(32));
  const returnsTo = new Sha256().update(utf8(await returnSecret())).hex();
  const xml = salted(withClock(plain.xml, enrolment.clockAhead), salt);
  const { header, parts, manifest } = await sealRecord({ ...plain, xml, returnsTo }, recipient, new Date(), contentKey);
  return { waiting: { ...about, instanceId: plain.instanceId, header, manifest, state: 'ready', reason: '', detail: '' }, parts };
}
