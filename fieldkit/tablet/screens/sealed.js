/** The trays of what is locked: Ready to send, and Sent. */
import { h, icon } from '../dom.js';
import { formatBytes, n, t } from '../i18n.js';
import { network } from '../app/network.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listSent, listWaiting } from '../storage/outbox.js';
import { sealedBytes, waitsForWifi } from '../sync/metered.js';
import { besideTheirRecords } from '../sync/kit-records.js';
import { empty, heading, item, link, list, moment, note, pill } from './parts.js';
import { progressBar, progressLine } from './progress.js';
import { spareCopy } from './spare.js';

/**
 * @typedef {import('../dom.js').Child} Child
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {import('../storage/types.js').Sent} Sent
 */

/** @returns {Promise<Child[]>} */
export async function ready() {
  const all = await listWaiting();
  const waiting = besideTheirRecords(all.filter((record) => record.state === 'ready'));
  const gone = (await listSent()).filter((record) => state.justSent.includes(record.instanceId));
  return [
    heading(t('Ready to send')),
    waiting.length > 0 && h('p', null, t('These are locked: nobody can read or change them on this tablet. They go when there is a network.')),
    state.trouble && waiting.length > 0 && note('wait', 'warn', wordsFor(state.trouble)),
    waiting.length + gone.length > 0 ? list([...waiting.map(waitingItem), ...gone.map(sentItem)]) : empty(t('Nothing waits to be sent.')),
    await spareCopy(all),
  ];
}

/** @param {Waiting} record @param {number} at */
function waitingItem(record, at) {
  const id = `waiting-${at}`;
  return item({
    id,
    title: record.title,
    picture: record.addsTo ? 'plus' : 'lock',
    tone: 'wait',
    lines: [
      kindLine(record),
      h('span', null, t('Locked'), ' ', moment(record.header.sealed_at)),
      h('span.quiet', null, filesWords(record.manifest.files.length), ' · ', h('bdi', null, formatBytes(sealedBytes(record.header)))),
      sendingLine(record),
    ],
    actions: record.addsTo ? [] : [link(`more-${at}`, t('Add something'), 'add', record.instanceId, { quiet: true, about: id })],
  });
}

/** @param {Waiting} record */
function sendingLine(record) {
  const sending = state.sync.running && state.sync.instanceId === record.instanceId;
  if (sending) return h('span.stack.tight', null, pill('wait', 'up', progressLine()), progressBar());
  if (waitsForWifi(record.header, state.sending, network())) return pill('wait', 'wait', t('Waits for Wi-Fi, or until you tap Send now'));
  return pill('wait', 'up', t('Ready to send'));
}

/**
 * What a record is to another, where it is something to another.
 * @param {{addsTo?: string, corrects?: string}} record
 */
export function kindLine(record) {
  if (record.addsTo) return h('strong', null, t('Added to this one'));
  return record.corrects ? h('strong', null, t('Corrected: a new version')) : null;
}

/** @param {number} count */
function filesWords(count) {
  return count ? n('%(count)s file with it', '%(count)s files with it', count) : t('No files with it');
}

/** @returns {Promise<Child[]>} */
export async function sent() {
  const records = besideTheirRecords(await listSent());
  return [heading(t('Sent')), records.length ? list(records.map(sentItem)) : empty(t('Nothing was sent from this tablet yet.'))];
}

/** @param {Sent} record @param {number} at */
function sentItem(record, at) {
  const id = `sent-${at}`;
  return item({
    id,
    title: record.title,
    picture: record.addsTo ? 'plus' : 'lock',
    tone: 'ok',
    lines: [kindLine(record), pill('ok', 'tick', t('Sent'), ' ', moment(record.receivedAt)), h('span.quiet', null, filesWords(record.files))],
    actions: [link(`receipt-${at}`, t('Receipt'), 'record', record.instanceId, { quiet: true, about: id })],
  });
}

/** A picture of a lock with its word, for records that nobody can change any more. */
export function lockedPill() {
  return h('span.pill.plain', null, icon('lock'), h('span', null, t('Locked')));
}
