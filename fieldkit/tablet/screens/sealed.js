/** The trays of what is locked: Ready to send, and Sent. */
import { h, icon } from '../dom.js';
import { formatBytes, n, t } from '../i18n.js';
import { network } from '../app/network.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listSent, listWaiting } from '../storage/outbox.js';
import { sealedBytes, waitsForWifi } from '../sync/metered.js';
import { besideTheirRecords } from '../sync/kit-records.js';
import { empty, heading, item, link, moment, note, pill } from './parts.js';
import { progressBar, progressLine } from './progress.js';
import { row, rowList } from './rows.js';
import { spareCopy } from './spare.js';

/**
 * @typedef {import('./app.js').Part} Part
 * @typedef {import('../storage/types.js').Waiting} Waiting
 * @typedef {import('../storage/types.js').Sent} Sent
 */

/** @returns {Promise<Part[]>} */
export async function ready() {
  const all = await listWaiting();
  const waiting = besideTheirRecords(all.filter((record) => record.state === 'ready'));
  const gone = state.justSent.length ? (await listSent()).filter((record) => state.justSent.includes(record.instanceId)) : [];
  const rows = [...waiting.map(waitingRow), ...gone.map(sentRow)];
  return [
    heading(t('Ready to send')),
    waiting.length > 0 && h('p', null, t('These are locked: nobody can read or change them on this tablet. They go when there is a network.')),
    state.trouble && waiting.length > 0 && note('wait', 'warn', wordsFor(state.trouble), state.trouble === 'captive' && signInLink()),
    rows.length ? rowList('ready', rows) : empty('lock', t('Nothing waits to be sent.')),
    await spareCopy(all),
  ];
}

/** @param {Waiting} record */
function waitingRow({ instanceId, addsTo, corrects, title, header, manifest }) {
  const facts = { instanceId, addsTo, corrects, title, sealedAt: header.sealed_at, files: manifest.files.length, bytes: sealedBytes(header), now: whatNow(instanceId, header) };
  return row(instanceId, facts, waitingItem);
}

/** @param {string} instanceId @param {import('../sealing/envelope.js').Header} header @returns {'sending' | 'wifi' | 'ready'} */
function whatNow(instanceId, header) {
  if (state.sync.running && state.sync.instanceId === instanceId) return 'sending';
  return waitsForWifi(header, state.sending, network()) ? 'wifi' : 'ready';
}

/**
 * @typedef {Pick<Waiting, 'instanceId' | 'addsTo' | 'corrects' | 'title'>} Described
 * @param {Described & {sealedAt: string, files: number, bytes: number, now: 'sending' | 'wifi' | 'ready'}} record
 * @param {number} at
 */
function waitingItem(record, at) {
  const id = `waiting-${at}`;
  return item({
    id,
    title: record.title,
    picture: record.addsTo ? 'plus' : 'lock',
    tone: 'wait',
    lines: [
      kindLine(record),
      h('span', null, t('Locked'), ' ', moment(record.sealedAt)),
      h('span.quiet', null, filesWords(record.files), ' · ', h('bdi', null, formatBytes(record.bytes))),
      nowLine(record.now),
    ],
    actions: record.addsTo ? [] : [link(`more-${at}`, t('Add something'), 'add', record.instanceId, { quiet: true, about: id })],
  });
}

/** How far the sending has come is written into the line as it goes on. @param {'sending' | 'wifi' | 'ready'} now */
function nowLine(now) {
  if (now === 'sending') return h('span.stack.tight', null, pill('wait', 'up', progressLine()), progressBar());
  if (now === 'wifi') return pill('wait', 'wait', t('Waits for Wi-Fi, or until you tap Send now'));
  return pill('wait', 'up', t('Ready to send'));
}

/**
 * To the network's own page. It answers to every address without encryption that the browser does not insist on; this one is
 * nobody's (RFC 5737), so that nobody else hears of it.
 */
function signInLink() {
  return h('p', null, h('a.btn.quiet', { id: 'portal', href: 'http://192.0.2.1/', target: '_blank', rel: 'noopener noreferrer' }, t('Open the sign-in page')));
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

/** @returns {Promise<Part[]>} */
export async function sent() {
  const records = besideTheirRecords(await listSent());
  return [heading(t('Sent')), records.length ? rowList('sent', records.map(sentRow)) : empty('tick', t('Nothing was sent from this tablet yet.'))];
}

/** @param {Sent} record */
function sentRow({ instanceId, addsTo, corrects, title, receivedAt, files }) {
  return row(instanceId, { instanceId, addsTo, corrects, title, receivedAt, files }, sentItem);
}

/** @param {Omit<Sent, 'startedAt' | 'sealedAt' | 'signed'>} record @param {number} at */
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
