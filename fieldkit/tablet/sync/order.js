/** The order to a lost tablet to empty itself: it counts only when the project signed it, for this very tablet. */
import { isSignedBy } from '../sealing/receipt.js';

/** How much earlier than it can be heard of an order may be dated: it is dated first, then written down. */
const LEEWAY_MS = 60_000;

/** @typedef {{order: string, signature: string}} SignedOrder order: JSON text of `{"order","device_id","project_id","at"}` */

/**
 * An order that was withdrawn is not obeyed when somebody shows it again: the server said after its date that there was none.
 * @param {unknown} signed what the server sent
 * @param {Pick<import('../storage/types.js').Enrolment, 'receiptKey' | 'projectId' | 'device' | 'noOrderAt'>} enrolment as it
 *   was before this contact
 * @returns {Promise<boolean>} false for everything that is no such order
 */
export async function isErasureOrder(signed, enrolment) {
  const { order, signature } = /** @type {Partial<SignedOrder>} */ (signed ?? {});
  if (typeof order !== 'string' || typeof signature !== 'string') return false;
  if (!(await isSignedBy(enrolment.receiptKey, order, signature))) return false;
  const said = JSON.parse(order);
  const ours = said.device_id === enrolment.device.id && said.project_id === enrolment.projectId;
  return said.order === 'erase' && ours && isAfter(said.at, enrolment.noOrderAt);
}

/** @param {string} at of the order @param {string | null} [noOrderAt] both by the server's clock */
function isAfter(at, noOrderAt) {
  return !noOrderAt || Date.parse(at) >= Date.parse(noOrderAt) - LEEWAY_MS;
}
