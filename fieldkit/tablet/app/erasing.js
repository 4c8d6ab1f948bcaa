/** Emptying this tablet because the project ordered it: lost, stolen, or handed back. */
import { lock } from '../lock/keyring.js';
import { dropEverything, dropReadable } from '../storage/erasure.js';
import { listWaiting } from '../storage/outbox.js';
import { tabletReport } from './report.js';
import { refresh, state } from './state.js';

/** The order was verified: everything that can be read goes now, in every window. */
export async function obeyErasure() {
  if (state.erasure) return;
  await lock('hide'); // every window closes its form and forgets its key
  await dropReadable();
  await refresh();
}

/**
 * Once nothing sealed waits any more, say so to the server, and let go of everything.
 * @param {import('../sync/wire.js').Wire} wire
 */
export async function finishErasure(wire) {
  const waiting = await listWaiting();
  const report = await tabletReport();
  await wire.report(waiting.length ? report : { ...report, erased: true });
  if (waiting.length) return;
  if (!(await dropEverything())) return;
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  await refresh();
}
