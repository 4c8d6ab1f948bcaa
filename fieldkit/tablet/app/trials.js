/** Finds out what `readiness.js` judges: what the browser says by itself, and what is tried when somebody asks for it. */
import { locate } from '../engine/location.js';
import { sha256OfBlob } from '../sealing/sha256.js';
import { listOfferedForms } from '../storage/forms.js';
import { keepEnrolment } from '../storage/settings.js';
import { Obstacle } from '../sync/obstacle.js';
import { askForProject, heardAgain } from '../sync/refresh.js';
import { Wire } from '../sync/wire.js';
import { clockError } from './readiness.js';
import { refresh, state } from './state.js';
import { isKept } from './updates.js';

/** @typedef {import('./readiness.js').Facts} Facts */
/** @typedef {import('./readiness.js').Tried} Tried */
/** @typedef {{standing: 'ok' | 'wait' | 'bad', reason: string}} Outcome reason: what stood in the way, as `wordsFor` knows it */

/** Bytes of the test that is sent. */
const PROBE_BYTES = 64;

/** @type {Partial<Record<Tried, Outcome>>} What was tried since the app was opened. */
const outcomes = {};

/** @param {Tried} name @returns {string} what stood in the way; empty when nothing did */
export function reasonOf(name) {
  return outcomes[name]?.reason ?? '';
}

/** @returns {Promise<Facts>} */
export async function lookAtTablet() {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return {
    secure: globalThis.isSecureContext,
    kept: await isKept(),
    persisted: (await navigator.storage?.persisted?.()) ?? false,
    freeBytes: Math.max(0, quota - usage),
    clockAhead: clockError(state.enrolment, Date.now()),
    person: state.people.length > 0,
    forms: (await listOfferedForms()).length,
    tried: Object.fromEntries(Object.entries(outcomes).map(([name, { standing }]) => [name, standing])),
  };
}

/**
 * Try one thing, and remember how it went until the app is closed.
 * @param {Tried} name
 */
export async function tryOut(name) {
  const trial = { server: tryServer, camera: () => tryDevice({ video: true }), microphone: () => tryDevice({ audio: true }), place: tryPlace }[name];
  try {
    await trial();
    outcomes[name] = { standing: 'ok', reason: '' };
  } catch (error) {
    outcomes[name] = outcomeOf(error);
  }
}

/** Without a camera or the network work goes on; a tablet that may no longer send must not be taken along. @param {unknown} error @returns {Outcome} */
function outcomeOf(error) {
  const reason = error instanceof Obstacle ? error.reason : 'denied';
  return { standing: error instanceof Obstacle && !error.passes ? 'bad' : 'wait', reason };
}

/** Sends a few random bytes, which the server takes only when they arrived as they were sent; asks for its time as well. */
async function tryServer() {
  const { enrolment } = state;
  if (!enrolment) throw new Obstacle('revoked');
  const wire = new Wire(enrolment.token);
  await keepEnrolment(heardAgain(await askForProject(enrolment.token, wire, () => new Date()), enrolment));
  const probe = new Blob([crypto.getRandomValues(new Uint8Array(PROBE_BYTES))]);
  const { offset } = await wire.putPart(await sha256OfBlob(probe), 0, PROBE_BYTES, probe);
  if (offset !== PROBE_BYTES) throw new Obstacle('server', 'the test did not arrive whole');
  await refresh();
}

/** Switched on, and off again at once: nothing is taken. @param {MediaStreamConstraints} what */
async function tryDevice(what) {
  const stream = await navigator.mediaDevices.getUserMedia(what);
  for (const track of stream.getTracks()) track.stop();
}

/** The place itself is forgotten. */
async function tryPlace() {
  await locate();
}
