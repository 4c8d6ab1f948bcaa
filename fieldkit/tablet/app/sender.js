/** When to talk to the server: on opening, when the network comes back, when the app is looked at again, by button. */
import { onPerson, isOpen } from '../lock/keyring.js';
import { listWaiting, noteOutcome } from '../storage/outbox.js';
import { loadEnrolment } from '../storage/settings.js';
import { Obstacle } from '../sync/obstacle.js';
import { Wire } from '../sync/wire.js';
import { contact } from './contact.js';
import { inTurn } from './locks.js';
import { onNetworkChange } from './network.js';
import { refresh, state, update } from './state.js';

/** Seconds until the next attempt, while the app is looked at; kept in memory, so that a wrong clock cannot stretch them. */
const PAUSES = [15, 30, 60, 120, 300];
/** Milliseconds between two attempts, however often the screen is tapped. */
const REST = 3000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let failures = 0;
let tried = 0;
let talking = false;
/** @type {How | null} */
let wished = null;

/** Begin to listen for the moments at which sending may succeed, and try at once. */
export function keepSending() {
  window.addEventListener('online', () => void talk());
  onNetworkChange(() => void talk());
  onPerson(() => {
    if (isOpen()) void talk(); // what was returned is theirs to read only now
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void talk();
  });
  for (const sign of ['focus', 'pointerup', 'keyup']) window.addEventListener(sign, lookAgain, { passive: true });
  void talk();
}

/** Not every browser says that the network came back: with somebody there it is tried at once, then often again. */
function lookAgain() {
  if (state.trouble !== 'offline' || talking) return;
  failures = 0;
  clearTimeout(timer);
  timer = setTimeout(() => void talk(), Math.max(0, tried + REST - performance.now()));
}

/** @typedef {{asked?: boolean}} How asked: a person said that everything may go now, whatever it costs */

/**
 * Send what is ready, then bring what is new. While that is under way, in this tab or another, it is done once more
 * afterwards: a record may have become ready, or the network have come back, since it began.
 * @param {How} [how]
 */
export async function talk(how = {}) {
  clearTimeout(timer);
  if (talking) {
    wished = { asked: how.asked || wished?.asked };
    return;
  }
  talking = true;
  tried = performance.now();
  try {
    await inTurn('upload', async () => {
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
async function talkAs(enrolment, how) {
  let trouble = null;
  try {
    trouble = await contact(enrolment, new Wire(enrolment.token), how);
  } catch (error) {
    trouble = error instanceof Obstacle ? error.reason : storageTrouble(error);
  }
  update({ sync: { running: false, instanceId: null, progress: null, obstacle: null }, trouble, bringing: false });
  await refresh();
  planNext(trouble);
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
