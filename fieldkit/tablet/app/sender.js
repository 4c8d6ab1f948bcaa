/** When to talk to the server: on opening, when the network comes back, when the app is looked at again, by button. */
import { exchangeForReceipt, listWaiting, loadPart, noteOutcome } from '../storage/outbox.js';
import { heldBlobs, keepBlob, offerForms } from '../storage/forms.js';
import { loadEnrolment, saveEnrolment } from '../storage/settings.js';
import { dropPrompt, listPrompts, openPrompt } from '../storage/prompts.js';
import { Obstacle } from '../sync/obstacle.js';
import { sendPrompts } from '../sync/prompts.js';
import { askForProject, bringForms } from '../sync/refresh.js';
import { waitsForWifi } from '../sync/metered.js';
import { sendAll } from '../sync/sync.js';
import { Wire } from '../sync/wire.js';
import { unlessUnderWay } from './locks.js';
import { network, onNetworkChange } from './network.js';
import { refresh, showSync, state, update } from './state.js';

/** Seconds until the next attempt, while the app is looked at; kept in memory, so that a wrong clock cannot stretch them. */
const PAUSES = [15, 30, 60, 120, 300];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let failures = 0;
let talking = false;
/** @type {How | null} */
let wished = null;

/** Begin to listen for the moments at which sending may succeed, and try at once. */
export function keepSending() {
  window.addEventListener('online', () => void talk());
  onNetworkChange(() => void talk());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void talk();
  });
  void talk();
}

/** @typedef {{asked?: boolean}} How asked: a person said that everything may go now, whatever it costs */

/**
 * Send what is ready, then bring what is new. While that is under way in another tab nothing is done; while it is under
 * way in this one it is done once more afterwards, for the network may have come back since it failed.
 * @param {How} [how]
 */
export async function talk(how = {}) {
  clearTimeout(timer);
  if (talking) {
    wished = { asked: how.asked || wished?.asked };
    return;
  }
  talking = true;
  try {
    await unlessUnderWay('upload', async () => {
      const enrolment = await loadEnrolment();
      if (enrolment) await talkAs(enrolment, how);
    });
  } finally {
    talking = false;
  }
  const next = wished;
  wished = null;
  if (next) await talk(next);
}

/** @param {import('../storage/types.js').Enrolment} enrolment @param {How} how */
async function talkAs(enrolment, { asked = false }) {
  const wire = new Wire(enrolment.token);
  let trouble = null;
  const mayGo = (/** @type {import('../storage/types.js').Waiting} */ { header }) => asked || !waitsForWifi(header, state.sending, network());
  try {
    trouble = await sendAll(enrolment, { listWaiting, loadPart, noteOutcome, exchangeForReceipt: letGo, mayGo }, wire, showSync);
    if (!trouble) await bringNews(enrolment, wire);
  } catch (error) {
    trouble = error instanceof Obstacle ? error.reason : storageTrouble(error);
  }
  update({ sync: { running: false, instanceId: null, progress: null, obstacle: null }, trouble, bringing: false });
  await refresh();
  planNext(trouble);
}

/** @param {import('../storage/types.js').Sent} sent */
async function letGo(sent) {
  await exchangeForReceipt(sent);
  state.justSent.push(sent.instanceId);
  await refresh();
}

/** @param {import('../storage/types.js').Enrolment} enrolment @param {Wire} wire */
async function bringNews(enrolment, wire) {
  update({ bringing: true });
  const known = await askForProject(enrolment.token, wire, () => new Date());
  if (known.projectId !== enrolment.projectId) throw new Obstacle('refused', 'another project answers at this address');
  await saveEnrolment(known);
  await sendPrompts({ listPrompts, openPrompt, dropPrompt }, wire);
  await bringForms(wire, { heldBlobs, keepBlob, offerForms });
}

/** @param {import('./state.js').Trouble | null} trouble */
function planNext(trouble) {
  if (!trouble) failures = 0;
  if (!trouble || trouble === 'revoked') return;
  const seconds = PAUSES[Math.min(failures, PAUSES.length - 1)];
  failures += 1;
  timer = setTimeout(() => void talk(), seconds * 1000);
}

/**
 * What the tablet's own disk says.
 * @param {unknown} error
 * @returns {'full' | 'storage'}
 */
export function storageTrouble(error) {
  return /** @type {{name?: string}} */ (error)?.name === 'QuotaExceededError' ? 'full' : 'storage';
}

/**
 * Put back into Ready to send what needed a person, and try.
 * @param {string} instanceId
 */
export async function tryAgain(instanceId) {
  await noteOutcome(instanceId, { state: 'ready', reason: '', detail: '' });
  await refresh();
  await talk({ asked: true });
}

/** After a new enrolment: what waited for one goes back to Ready to send. */
export async function resumeAfterEnrolment() {
  for (const record of await listWaiting()) {
    if (record.reason === 'revoked') await noteOutcome(record.instanceId, { state: 'ready', reason: '', detail: '' });
  }
  await refresh();
  await talk();
}
