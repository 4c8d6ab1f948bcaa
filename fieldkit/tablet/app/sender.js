/** When to talk to the server: on opening, when the network comes back, when the app is looked at again, by button. */
import { exchangeForReceipt, listWaiting, loadPart, noteOutcome } from '../storage/outbox.js';
import { heldBlobs, keepBlob, offerForms } from '../storage/forms.js';
import { loadEnrolment, saveEnrolment } from '../storage/settings.js';
import { Obstacle } from '../sync/obstacle.js';
import { askForProject, bringForms } from '../sync/refresh.js';
import { sendAll } from '../sync/sync.js';
import { Wire } from '../sync/wire.js';
import { unlessUnderWay } from './locks.js';
import { refresh, update } from './state.js';

/** Seconds until the next attempt, while the app is looked at; kept in memory, so that a wrong clock cannot stretch them. */
const PAUSES = [15, 30, 60, 120, 300];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let failures = 0;

/** Begin to listen for the moments at which sending may succeed, and try at once. */
export function keepSending() {
  window.addEventListener('online', () => void talk());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void talk();
  });
  void talk();
}

/** Send what is ready, then bring what is new. Does nothing while that is under way in any tab. */
export async function talk() {
  clearTimeout(timer);
  await unlessUnderWay('upload', async () => {
    const enrolment = await loadEnrolment();
    if (enrolment) await talkAs(enrolment);
  });
}

/** @param {import('../storage/types.js').Enrolment} enrolment */
async function talkAs(enrolment) {
  const wire = new Wire(enrolment.token);
  let trouble = null;
  try {
    trouble = await sendAll(enrolment, { listWaiting, loadPart, noteOutcome, exchangeForReceipt: letGo }, wire, (sync) => update({ sync }));
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
  await refresh();
}

/** @param {import('../storage/types.js').Enrolment} enrolment @param {Wire} wire */
async function bringNews(enrolment, wire) {
  update({ bringing: true });
  const known = await askForProject(enrolment.token, wire, () => new Date());
  if (known.projectId !== enrolment.projectId) throw new Obstacle('refused', 'another project answers at this address');
  await saveEnrolment(known);
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
  await talk();
}

/** After a new enrolment: what waited for one goes back to Ready to send. */
export async function resumeAfterEnrolment() {
  for (const record of await listWaiting()) {
    if (record.reason === 'revoked') await noteOutcome(record.instanceId, { state: 'ready', reason: '', detail: '' });
  }
  await refresh();
  await talk();
}
