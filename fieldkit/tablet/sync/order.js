/** The order to a lost tablet to empty itself: it counts only when the project signed it, for this very tablet. */
import { isSignedBy } from '../sealing/receipt.js';

/** @typedef {{order: string, signature: string}} SignedOrder order: JSON text of `{"order","device_id","project_id","at"}` */

/**
 * @param {unknown} signed what the server sent
 * @param {Pick<import('../storage/types.js').Enrolment, 'receiptKey' | 'projectId' | 'device'>} enrolment as it was
 *   before this contact
 * @returns {Promise<boolean>} false for everything that is no such order
 */
export async function isErasureOrder(signed, enrolment) {
  const { order, signature } = /** @type {Partial<SignedOrder>} */ (signed ?? {});
  if (typeof order !== 'string' || typeof signature !== 'string') return false;
  if (!(await isSignedBy(enrolment.receiptKey, order, signature))) return false;
  const said = JSON.parse(order);
  return said.order === 'erase' && said.device_id === enrolment.device.id && said.project_id === enrolment.projectId;
}
