/**
 * Sends what is ready: when the app opens, when the network comes back, when the app is looked at again, and by button.
 *
 * One upload at a time, over all tabs. A record is let go only for a receipt that was verified; whatever else happens
 * it stays, with the reason.
 */
import { ReceiptRefused, verifyReceipt } from '../sealing/receipt.js';
import { Obstacle } from './obstacle.js';
import { uploadRecord } from './upload.js';

/**
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {import('../storage/types.js').Enrolment} Enrolment
 * @typedef {import('./obstacle.js').Reason} Reason
 * @typedef {import('./upload.js').Progress} Progress
 * @typedef {{running: boolean, instanceId: string | null, progress: Progress | null, obstacle: Reason | null}} SyncState
 *
 * @typedef {object} Outbox the tablet's own, or a test's
 * @property {() => Promise<Waiting[]>} listWaiting
 * @property {(instanceId: string, index: number) => Promise<Blob | null>} loadPart
 * @property {(instanceId: string, outcome: Pick<Waiting, 'state' | 'reason' | 'detail'>) => Promise<void>} noteOutcome
 * @property {(sent: import('../storage/types.js').Sent) => Promise<void>} exchangeForReceipt
 * @property {(record: Waiting) => boolean} [mayGo] whether it may use this network; all may where nobody asks
 */

/**
 * @param {Enrolment} enrolment
 * @param {Outbox} outbox
 * @param {import('./wire.js').Wire} wire
 * @param {(state: SyncState) => void} show
 * @returns {Promise<Reason | null>} what stood in the way of the rest, or null when everything that could go is gone
 */
export async function sendAll(enrolment, outbox, wire, show) {
  for (const record of await outbox.listWaiting()) {
    if (record.state !== 'ready' || outbox.mayGo?.(record) === false) continue;
    const state = { running: true, instanceId: record.instanceId, obstacle: null };
    show({ ...state, progress: null });
    try {
      await sendOne(record, enrolment, outbox, wire, (progress) => show({ ...state, progress }));
    } catch (error) {
      const obstacle = named(error);
      await note(record, obstacle, outbox);
      if (obstacle.passes || obstacle.reason === 'revoked') return obstacle.reason;
    }
  }
  return null;
}

/**
 * @param {Waiting} record
 * @param {Enrolment} enrolment
 * @param {Outbox} outbox
 * @param {import('./wire.js').Wire} wire
 * @param {(progress: Progress) => void} onProgress
 */
async function sendOne(record, enrolment, outbox, wire, onProgress) {
  const { header, manifest, instanceId } = record;
  const answer = await uploadRecord(record, { wire, loadPart: outbox.loadPart, onProgress });
  const receipt = await verifyReceipt(answer, enrolment.receiptKey, {
    instanceId,
    formId: header.form_id,
    formVersion: header.form_version,
    projectId: enrolment.projectId,
    manifest,
  });
  await outbox.exchangeForReceipt({
    instanceId,
    ...(record.addsTo && { addsTo: record.addsTo }),
    ...(record.corrects && { corrects: record.corrects }),
    title: record.title,
    startedAt: record.startedAt,
    sealedAt: header.sealed_at,
    receivedAt: receipt.received_at,
    files: manifest.files.length,
    signed: /** @type {import('../sealing/receipt.js').SignedReceipt} */ (answer),
  });
}

/** @param {unknown} error @returns {Obstacle} */
function named(error) {
  if (error instanceof Obstacle) return error;
  if (error instanceof ReceiptRefused) return new Obstacle('receipt', error.message);
  throw error;
}

/**
 * What passes leaves the record in Ready to send; the rest needs a person. A tablet that may no longer send says so on
 * every record that waits.
 * @param {Waiting} record @param {Obstacle} obstacle @param {Outbox} outbox
 */
async function note(record, obstacle, outbox) {
  /** @type {Pick<Waiting, 'state' | 'reason' | 'detail'>} */
  const outcome = { state: obstacle.passes ? 'ready' : 'needs-you', reason: obstacle.reason, detail: obstacle.detail };
  if (obstacle.reason !== 'revoked') return outbox.noteOutcome(record.instanceId, outcome);
  for (const waiting of await outbox.listWaiting()) {
    if (waiting.state === 'ready') await outbox.noteOutcome(waiting.instanceId, outcome);
  }
}
