/** What is locked and waits for the network, and what the server has acknowledged. */
import { ALERT } from '../sync/kit-records.js';
import { change, read } from './database.js';

/**
 * @typedef {import('./types.js').Waiting} Waiting
 * @typedef {import('./types.js').Sent} Sent
 */

/** @returns {Promise<Waiting[]>} in the order in which they are sent: alerts before everything else, then the oldest first */
export async function listWaiting() {
  const waiting = await read(['outbox'], (transaction) => transaction.objectStore('outbox').getAll());
  return waiting.sort((one, other) => Number(isAlert(other)) - Number(isAlert(one)) || one.header.sealed_at.localeCompare(other.header.sealed_at));
}

/** @param {Waiting} waiting */
function isAlert({ header }) {
  return header.form_id === ALERT.formId;
}

/**
 * Put a sealed record into the outbox that was never a draft: one of the kit's own, such as an alert.
 * @param {Waiting} waiting
 * @param {Blob[]} parts
 * @param {string[]} jotted keys of what it was made from (`jottedKeys`), which goes in the same transaction
 */
export async function keepEnvelope(waiting, parts, jotted) {
  await change(['outbox', 'parts', 'settings'], async (transaction) => {
    await putEnvelope(transaction, waiting, parts);
    for (const key of jotted) await transaction.objectStore('settings').delete(key);
  });
}

/** @param {string} instanceId @returns {Promise<Waiting | null>} */
export async function loadWaiting(instanceId) {
  return read(['outbox'], async (transaction) => (await transaction.objectStore('outbox').get(instanceId)) ?? null);
}

/**
 * @param {import('./database.js').Transaction} transaction over the outbox and the parts
 * @param {Waiting} waiting
 * @param {Blob[]} parts
 */
export async function putEnvelope(transaction, waiting, parts) {
  await transaction.objectStore('outbox').put(waiting);
  for (const [index, blob] of parts.entries()) {
    await transaction.objectStore('parts').put({ instanceId: waiting.instanceId, index, blob });
  }
}

/** @param {string} instanceId @param {number} index @returns {Promise<Blob | null>} one sealed part */
export async function loadPart(instanceId, index) {
  const part = await read(['parts'], (transaction) => transaction.objectStore('parts').get([instanceId, index]));
  return part?.blob ?? null;
}

/**
 * Remember what stood in the way.
 * @param {string} instanceId
 * @param {Pick<Waiting, 'state' | 'reason' | 'detail'>} outcome
 */
export async function noteOutcome(instanceId, outcome) {
  await change(['outbox'], async (transaction) => {
    const waiting = await transaction.objectStore('outbox').get(instanceId);
    if (waiting) await transaction.objectStore('outbox').put({ ...waiting, ...outcome });
  });
}

/**
 * Let a record go for its receipt: in one transaction the receipt is kept and the sealed bytes are removed.
 * @param {Sent} sent whose receipt was verified
 */
export async function exchangeForReceipt(sent) {
  await change(['outbox', 'parts', 'sent'], async (transaction) => {
    await transaction.objectStore('sent').put(sent);
    await transaction.objectStore('parts').delete(IDBKeyRange.bound([sent.instanceId], [sent.instanceId, []]));
    await transaction.objectStore('outbox').delete(sent.instanceId);
  });
}

/** @returns {Promise<Sent[]>} the newest first */
export async function listSent() {
  const sent = await read(['sent'], (transaction) => transaction.objectStore('sent').getAll());
  return sent.sort((one, other) => other.receivedAt.localeCompare(one.receivedAt));
}

/** @param {string} instanceId @returns {Promise<Sent | null>} */
export async function loadSent(instanceId) {
  return read(['sent'], async (transaction) => (await transaction.objectStore('sent').get(instanceId)) ?? null);
}

/**
 * @param {string} [person] id of the person whose drafts count; of everybody's when there is none
 * @returns {Promise<{drafts: number, ready: number, needsYou: number, sent: number}>} of one moment
 */
export async function countTrays(person) {
  return read(['drafts', 'outbox', 'sent'], async (transaction) => {
    const drafts = transaction.objectStore('drafts');
    const waiting = await transaction.objectStore('outbox').getAll();
    const needsYou = waiting.filter((record) => record.state === 'needs-you').length;
    return {
      drafts: await (person ? drafts.index('person').count(person) : drafts.count()),
      ready: waiting.length - needsYou,
      needsYou,
      sent: await transaction.objectStore('sent').count(),
    };
  });
}
