/** Needs you: whatever cannot go on without a person, each with its reason and one button. */
import { h } from '../dom.js';
import { titleIn } from '../form/titles.js';
import { language, t } from '../i18n.js';
import { tryAgain } from '../app/sender.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listWaiting } from '../storage/outbox.js';
import { correctionOf } from '../storage/returned.js';
import { button, empty, heading, item, link, moment, pill } from './parts.js';
import { row, rowList } from './rows.js';
import { kindLine } from './sealed.js';
import { spareCopy } from './spare.js';

/** What the server does not take can be handed in at the desk. @returns {Promise<import('./app.js').Part[]>} */
export async function needs() {
  const waiting = (await listWaiting()).filter((record) => record.state === 'needs-you');
  const rows = [...(await Promise.all(state.returned.map(returnedRow))), ...waiting.map(needingRow)];
  return [heading(t('Needs you')), rows.length ? rowList('needs', rows) : empty('tick', t('Nothing needs you.')), await spareCopy(waiting)];
}

/**
 * @typedef {import('../sync/returned.js').Returned} Returned
 * @typedef {Awaited<ReturnType<typeof correctionOf>>} Correction what somebody has begun, if anybody has
 */

/** @param {Returned} record */
async function returnedRow(record) {
  const { instanceId, reason, returnedAt } = record;
  const draft = await correctionOf(instanceId);
  return row(`returned ${instanceId}`, { instanceId, title: titleOf(record), reason, returnedAt, draft }, returnedItem);
}

/** @param {Pick<Returned, 'instanceId' | 'title' | 'reason' | 'returnedAt'> & {draft: Correction}} record @param {number} at */
function returnedItem(record, at) {
  const id = `returned-${at}`;
  const { draft } = record;
  const act = draft
    ? link(`go-on-${at}`, t('Go on'), 'fill', draft, { picture: 'next', about: id })
    : link(`correct-${at}`, t('Correct it'), 'correct', record.instanceId, { picture: 'pen', about: id });
  return item({
    id,
    title: record.title,
    picture: 'pen',
    tone: 'bad',
    lines: [
      pill('bad', 'warn', t('Please look at this again')),
      reasonOf(record),
      h('span.quiet', null, t('Returned'), ' ', moment(record.returnedAt)),
    ],
    actions: [act],
  });
}

/** What the record calls itself; where it has no name of its own, its form's title as the reader speaks. @param {Pick<Returned, 'title' | 'form'>} record */
export function titleOf({ title, form }) {
  return title === form.title ? titleIn(form, language().code) : title;
}

/** What the reviewer wrote, in whatever direction it runs. @param {Pick<Returned, 'reason'>} record */
export function reasonOf(record) {
  return h('blockquote.reason', { dir: 'auto' }, record.reason);
}

/** Reasons that concern the record itself: only there the server says more than our own words do. */
const SAID_MORE = new Set(['conflict', 'refused']);

/** @param {import('../storage/types.js').Waiting} record */
function needingRow({ instanceId, addsTo, corrects, title, reason, detail, header }) {
  return row(instanceId, { instanceId, addsTo, corrects, title, reason, detail, sealedAt: header.sealed_at }, needingItem);
}

/**
 * @param {Pick<import('../storage/types.js').Waiting, 'instanceId' | 'addsTo' | 'corrects' | 'title' | 'reason' | 'detail'> & {sealedAt: string}} record
 * @param {number} at
 */
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
      kindLine(record),
      pill('bad', 'warn', what),
      h('span', null, remedy),
      SAID_MORE.has(record.reason) && record.detail && h('span.quiet', null, t('The server said:'), ' ', h('bdi', null, record.detail)),
      h('span.quiet', null, t('Locked'), ' ', moment(record.sealedAt)),
    ],
    actions: [act],
  });
}
