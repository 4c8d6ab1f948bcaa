/** What the app shows, in one place: read from the database, told to every tab, drawn when it changes. */
import { loadEnrolment } from '../storage/settings.js';
import { countTrays } from '../storage/outbox.js';

/**
 * @typedef {{languages: {code: string, name: string, direction: 'ltr' | 'rtl'}[], title: string, version: string}} Settings
 * @typedef {import('../storage/types.js').Enrolment} Enrolment
 * @typedef {import('../sync/sync.js').SyncState} SyncState
 * @typedef {import('../sync/obstacle.js').Reason | 'storage' | 'full'} Trouble
 * @typedef {{tone: 'ok' | 'wait', words: string}} Notice `ok`: it went well; `wait`: something is in the way for now
 * @typedef {object} State
 * @property {Settings} settings
 * @property {Enrolment | null} enrolment
 * @property {{drafts: number, ready: number, needsYou: number, sent: number}} trays
 * @property {SyncState} sync
 * @property {Trouble | null} trouble what stands between this tablet and the server, or its own disk
 * @property {boolean} bringing whether forms are being fetched
 * @property {boolean} newVersion whether a new version of the app waits until no form is open
 * @property {Notice | null} notice what to say once, on this screen or the next
 */

/** @type {State} */
export const state = {
  settings: { languages: [{ code: 'en', name: 'English', direction: 'ltr' }], title: '', version: '' },
  enrolment: null,
  trays: { drafts: 0, ready: 0, needsYou: 0, sent: 0 },
  sync: { running: false, instanceId: null, progress: null, obstacle: null },
  trouble: null,
  bringing: false,
  newVersion: false,
  notice: null,
};

/** @type {Set<() => void>} */
const listeners = new Set();
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('fieldkit');
otherTabs?.addEventListener('message', () => void refresh({ tell: false }));

/** @param {() => void} listener called after every change */
export function onState(listener) {
  listeners.add(listener);
}

/** @param {Partial<State>} changes */
export function update(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

/**
 * Read the trays and the enrolment anew.
 * @param {{tell?: boolean}} [how] tell: other tabs too
 */
export async function refresh({ tell = true } = {}) {
  const [enrolment, trays] = [await loadEnrolment(), await countTrays()];
  update({ enrolment, trays });
  if (tell) otherTabs?.postMessage('changed');
}
