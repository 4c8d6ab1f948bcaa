/** Seals a record to the project's key, as it is put into the outbox. */
import { withClock } from '../sealing/clock.js';
import { sealRecord } from '../sealing/envelope.js';
import { SALT_BYTES, salted } from '../sealing/salt.js';
import { state } from './state.js';

/**
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {Pick<Waiting, 'title' | 'startedAt' | 'addsTo' | 'corrects'>} About what the trays show of it
 */

/**
 * @param {import('../sealing/envelope.js').Plain} plain
 * @param {About} about
 * @returns {Promise<{waiting: Waiting, parts: Blob[]}>}
 */
export async function sealForProject(plain, about) {
  const { enrolment } = state;
  if (!enrolment) throw new Error('this tablet is not enrolled');
  const recipient = { publicKey: enrolment.sealingKey, keyId: enrolment.sealingKeyId };
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const contentKey = crypto.getRandomValues(new Uint8Array(32));
  const { header, parts, manifest } = await sealRecord({ ...plain, xml: salted(withClock(plain.xml, enrolment.clockAhead), salt) }, recipient, new Date(), contentKey);
  return { waiting: { ...about, instanceId: plain.instanceId, header, manifest, state: 'ready', reason: '', detail: '' }, parts };
}
