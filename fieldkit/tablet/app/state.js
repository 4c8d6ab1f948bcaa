/** What the app shows, in one place: read from the database, told to every tab, drawn when it changes. */
import { currentPerson } from '../lock/keyring.js';
import { loadEnrolment, loadSendingChoice } from '../storage/settings.js';
import { loadErasure } from '../storage/erasure.js';
import { countTrays } from '../storage/outbox.js';
import { listPeople } from '../storage/people.js';
import { loadReturned } from '../storage/returned.js';
import { mine, NOBODYS } from './mine.js';

/**
 * @typedef {{languages: {code: string, name: string, direction: 'ltr' | 'rtl'}[], title: string, version: string}} Settings
 * @typedef {import('../storage/types.js').Enrolment} Enrolment
 * @typedef {import('../sync/sync.js').SyncState} SyncState
 * @typedef {import('../sync/obstacle.js').Reason | 'storage' | 'full'} Trouble
 * @typedef {{tone: 'ok' | 'wait', words: string}} Notice `ok`: it went well; `wait`: something is in the way for now
 * @typedef {'cover' | 'who' | 'code' | 'forgotten'} Step of the way in
 * @typedef {{step: Step, person: string}} Gate what stands before the app while nobody is signed in; person: their id
 * @typedef {OwnState & import('./mine.js').Mine} State
 * @typedef {object} OwnState
 * @property {Settings} settings
 * @property {Enrolment | null} enrolment
 * @property {{drafts: number, ready: number, needsYou: number, sent: number}} trays
 * @property {SyncState} sync
 * @property {Trouble | null} trouble what stands between this tablet and the server, or its own disk
 * @property {boolean} bringing whether forms are being fetched
 * @property {boolean} newVersion whether a new version of the app waits until no form is open
 * @property {import('../storage/types.js').Person[]} people who use this tablet
 * @property {import('../lock/keyring.js').Who | null} person who is signed in
 * @property {boolean} covered whether the tablet is being locked: nothing may be shown any more
 * @property {Gate} gate
 * @property {Notice | null} notice what to say once, on this screen or the next
 * @property {import('../sync/metered.js').Choice} sending what may use a network that costs money
 * @property {import('../sync/returned.js').Returned[]} returned what a reviewer returned and the person may correct
 * @property {import('../storage/erasure.js').Erasure} erasure whether this tablet was ordered to be emptied
 * @property {string[]} justSent ids of what was sent since this screen was opened: it stays to be seen on it
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
  people: [],
  person: null,
  covered: false,
  gate: { step: 'who', person: '' },
  notice: null,
  sending: 'all',
  returned: [],
  erasure: null,
  justSent: [],
  ...NOBODYS,
};

/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Set<() => void>} */
const progressListeners = new Set();
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('fieldkit');
otherTabs?.addEventListener('message', () => void refresh({ tell: false }));

/** @param {() => void} listener called after every change */
export function onState(listener) {
  listeners.add(listener);
}

/** @param {() => void} listener called when nothing changed but how far the sending has come */
export function onProgress(listener) {
  progressListeners.add(listener);
}

/** @param {SyncState} sync what is being sent, and how far it has come */
export function showSync(sync) {
  const same = sync.running === state.sync.running && sync.instanceId === state.sync.instanceId;
  if (!same) return update({ sync });
  state.sync = sync;
  for (const listener of progressListeners) listener();
}

/** @param {Partial<State>} changes */
export function update(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

/**
 * Read the trays, the people and the enrolment anew.
 * @param {{tell?: boolean}} [how] tell: other tabs too
 */
export async function refresh({ tell = true } = {}) {
  const [enrolment, people, trays, sending] = [await loadEnrolment(), await listPeople(), await countTrays(currentPerson()?.id), await loadSendingChoice()];
  const [returned, erasure] = [await loadReturned(), await loadErasure()];
  update({ enrolment, people, trays, sending, returned, erasure, ...(await mine()) });
  if (tell) otherTabs?.postMessage('changed');
}
