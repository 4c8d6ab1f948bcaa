/** The trays: To do, Not finished, Ready to send, Needs you, Sent. */
import { h, icon } from '../dom.js';
import { formatBytes, formatDate, inList, n, t } from '../i18n.js';
import { talk, tryAgain } from '../app/sender.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listDrafts } from '../storage/drafts.js';
import { listOfferedForms } from '../storage/forms.js';
import { listSent, listWaiting } from '../storage/outbox.js';
import { button, empty, heading, item, link, list, moment, note, pill } from './parts.js';
import { progressWords } from './frame.js';

/** @typedef {import('../dom.js').Child} Child */

/** Forms that can be begun. @returns {Promise<Child[]>} */
export async function todo() {
  const forms = await listOfferedForms();
  return [
    heading(t('To do')),
    h('p.quiet', null, formatDate(new Date(), 'day')),
    forms.length ? list(forms.map(formItem)) : nothingToDo(),
    h('p', null, button('look', state.bringing ? t('Looking …') : t('Look for new forms'), () => void talk(), { quiet: true, disabled: state.bringing })),
  ];
}

/** @param {import('../storage/types.js').KeptForm} form @param {number} at */
function formItem(form, at) {
  const id = `form-${at}`;
  const names = form.languages.map(ownName);
  return item({
    id,
    title: form.title,
    picture: 'page',
    tone: 'now',
    lines: names.length > 1 ? [h('span.quiet', null, ...inList(names.map((own) => h('bdi', null, own))))] : [],
    actions: [link(`start-${at}`, t('Start'), 'start', form.key, { picture: 'next', about: id })],
  });
}

/** A language as it calls itself, where the study says how. @param {{name: string, code: string}} language */
function ownName({ name, code }) {
  const known = state.settings.languages.find((language) => language.code === code);
  return known?.name ?? name.replace(/\s*\([\w-]+\)\s*$/, '');
}

function nothingToDo() {
  if (state.bringing) return empty(t('The forms are on their way …'));
  return empty(t('There is no form on this tablet yet. When your coordinator has published one, it appears here.'));
}

/** @returns {Promise<Child[]>} */
export async function unfinished() {
  const drafts = await listDrafts();
  return [
    heading(t('Not finished')),
    drafts.length ? list(drafts.map(draftItem)) : empty(t('Nothing is half done.')),
  ];
}

/** @param {import('../storage/types.js').Draft} draft @param {number} at */
function draftItem(draft, at) {
  const id = `draft-${at}`;
  return item({
    id,
    title: draft.title,
    picture: 'pen',
    tone: 'now',
    lines: [h('span', null, t('Begun'), ' ', moment(draft.startedAt)), pill('ok', 'tick', t('Kept on this tablet'))],
    actions: [
      link(`discard-${at}`, t('Delete'), 'discard', draft.id, { quiet: true, about: id }),
      link(`go-on-${at}`, t('Go on'), 'fill', draft.id, { picture: 'next', about: id }),
    ],
  });
}

/** @returns {Promise<Child[]>} */
export async function ready() {
  const waiting = (await listWaiting()).filter((record) => record.state === 'ready');
  return [
    heading(t('Ready to send')),
    waiting.length > 0 && h('p', null, t('These are locked: nobody can read or change them on this tablet. They go when there is a network.')),
    state.trouble && waiting.length > 0 && note('wait', 'warn', wordsFor(state.trouble)),
    waiting.length ? list(waiting.map(waitingItem)) : empty(t('Nothing waits to be sent.')),
  ];
}

/** @param {import('../storage/types.js').Waiting} record @param {number} at */
function waitingItem(record, at) {
  const bytes = record.header.parts.reduce((sum, part) => sum + part.bytes, 0);
  const sending = state.sync.running && state.sync.instanceId === record.instanceId;
  return item({
    id: `waiting-${at}`,
    title: record.title,
    picture: 'lock',
    tone: 'wait',
    lines: [
      h('span', null, t('Locked'), ' ', moment(record.header.sealed_at)),
      h('span.quiet', null, filesWords(record.manifest.files.length), ' · ', h('bdi', null, formatBytes(bytes))),
      sending ? h('span.stack.tight', null, pill('wait', 'up', progressWords()), progressBar()) : pill('wait', 'up', t('Ready to send')),
    ],
    actions: [],
  });
}

function progressBar() {
  const { progress } = state.sync;
  return progress && h('progress', { 'aria-label': t('Sending'), max: progress.total, value: progress.bytes });
}

/** @param {number} count */
function filesWords(count) {
  return count ? n('%(count)s file with it', '%(count)s files with it', count) : t('No files with it');
}

/** @returns {Promise<Child[]>} */
export async function needs() {
  const waiting = (await listWaiting()).filter((record) => record.state === 'needs-you');
  return [
    heading(t('Needs you')),
    waiting.length ? list(waiting.map(needingItem)) : empty(t('Nothing needs you.')),
  ];
}

/** @param {import('../storage/types.js').Waiting} record @param {number} at */
function needingItem(record, at) {
  const { what, todo: remedy } = wordsFor(record.reason);
  const id = `needing-${at}`;
  const act =
    record.reason === 'revoked'
      ? link(`enrol-${at}`, t('Use a new link'), 'enrol', undefined, { about: id })
      : button(`again-${at}`, t('Try again'), () => void tryAgain(record.instanceId), { about: id });
  return item({
    id,
    title: record.title,
    picture: 'lock',
    tone: 'bad',
    lines: [
      pill('bad', 'warn', what),
      h('span', null, remedy),
      record.detail && h('span.quiet', null, t('The server said:'), ' ', h('bdi', null, record.detail)),
      h('span.quiet', null, t('Locked'), ' ', moment(record.header.sealed_at)),
    ],
    actions: [act],
  });
}

/** @returns {Promise<Child[]>} */
export async function sent() {
  const records = await listSent();
  return [heading(t('Sent')), records.length ? list(records.map(sentItem)) : empty(t('Nothing was sent from this tablet yet.'))];
}

/** @param {import('../storage/types.js').Sent} record @param {number} at */
function sentItem(record, at) {
  const id = `sent-${at}`;
  return item({
    id,
    title: record.title,
    picture: 'lock',
    tone: 'ok',
    lines: [pill('ok', 'tick', t('Sent'), ' ', moment(record.receivedAt)), h('span.quiet', null, filesWords(record.files))],
    actions: [link(`receipt-${at}`, t('Receipt'), 'record', record.instanceId, { quiet: true, about: id })],
  });
}

/** A picture of a lock with its word, for records that nobody can change any more. */
export function lockedPill() {
  return h('span.pill.plain', null, icon('lock'), h('span', null, t('Locked')));
}
