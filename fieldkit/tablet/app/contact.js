/** What happens each time the tablet reaches its server: it hears who it is, sends what is ready, brings what is new, reports. */
import { exchangeForReceipt, listWaiting, loadPart, noteOutcome } from '../storage/outbox.js';
import { heldBlobs, keepBlob, offerForms } from '../storage/forms.js';
import { dropPrompt, listPrompts, openPrompt } from '../storage/prompts.js';
import { keepReturned } from '../storage/returned.js';
import { keepEnrolment } from '../storage/settings.js';
import { currentPerson, isOpen, returnSecret } from '../lock/keyring.js';
import { waitsForWifi } from '../sync/metered.js';
import { Obstacle } from '../sync/obstacle.js';
import { isErasureOrder } from '../sync/order.js';
import { sendPrompts } from '../sync/prompts.js';
import { askForProject, bringForms, heardAgain } from '../sync/refresh.js';
import { readReturned } from '../sync/returned.js';
import { sendAll } from '../sync/sync.js';
import { finishErasure, obeyErasure } from './erasing.js';
import { network } from './network.js';
import { tabletReport } from './report.js';
import { refresh, showSync, state, update } from './state.js';

/** @typedef {import('../storage/types.js').Enrolment} Enrolment */
/** @typedef {import('../sync/wire.js').Wire} Wire */

/**
 * @param {Enrolment} enrolment
 * @param {Wire} wire
 * @param {{asked?: boolean}} how asked: everything may go now, whatever the network costs
 * @returns {Promise<import('../sync/obstacle.js').Reason | null>} what stood in the way
 * @throws {Obstacle}
 */
export async function contact(enrolment, wire, { asked = false }) {
  const known = await whoAmI(enrolment, wire);
  if (known instanceof Obstacle && known.passes) return known.reason;
  if (!(known instanceof Obstacle) && (await isErasureOrder(known.order, enrolment))) await obeyErasure();
  const mayGo = (/** @type {import('../storage/types.js').Waiting} */ { header }) => asked || !waitsForWifi(header, state.sending, network());
  const trouble = await sendAll(enrolment, { listWaiting, loadPart, noteOutcome, exchangeForReceipt: letGo, mayGo }, wire, showSync);
  if (trouble) return trouble;
  if (known instanceof Obstacle) throw known;
  if (state.erasure) await finishErasure(wire);
  else await bringNews(known, wire);
  return null;
}

/**
 * Asked first, so that an order to empty this tablet is heard before minutes of upload begin.
 * @param {Enrolment} enrolment @param {Wire} wire
 * @returns {Promise<Enrolment | Obstacle>}
 */
async function whoAmI(enrolment, wire) {
  try {
    return heardAgain(await askForProject(enrolment.token, wire, () => new Date()), enrolment);
  } catch (error) {
    if (error instanceof Obstacle) return error;
    throw error;
  }
}

/** @param {import('../storage/types.js').Sent} sent */
async function letGo(sent) {
  await exchangeForReceipt(sent);
  state.justSent.push(sent.instanceId);
  await refresh();
}

/** @param {Enrolment} known @param {Wire} wire */
async function bringNews(known, wire) {
  update({ bringing: true });
  await keepEnrolment(known);
  await sendPrompts({ listPrompts, openPrompt, dropPrompt }, wire);
  const person = isOpen() ? currentPerson() : null;
  const returned = person ? await wire.returned(await returnSecret()) : [];
  await bringForms(wire, { heldBlobs, keepBlob, offerForms }, returned.map((listed) => listed.form));
  if (person) await keepReturned(person.id, returned.map(readReturned));
  await wire.report(await tabletReport());
}
