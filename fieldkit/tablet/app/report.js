/** What this tablet says of itself at each contact: numbers only, nothing of what was written. */
import { countTrays } from '../storage/outbox.js';
import { listPeople } from '../storage/people.js';
import { state } from './state.js';
import { isKept } from './updates.js';

/** @returns {Promise<import('../sync/wire.js').Report>} drafts are those of everybody who uses it */
export async function tabletReport() {
  const { drafts, ready, needsYou } = await countTrays();
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return {
    app_version: state.settings.version,
    people: (await listPeople()).length,
    drafts,
    waiting: ready + needsYou,
    persisted: (await navigator.storage?.persisted?.()) ?? false,
    kept_offline: await isKept(),
    free_bytes: Math.max(0, Math.floor(quota - usage)),
  };
}
