/** Needs you: whatever cannot go on without a person, each with its reason and one button. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { tryAgain } from '../app/sender.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listWaiting } from '../storage/outbox.js';
import { correctionOf } from '../storage/returned.js';
import { button, empty, heading, item, link, list, moment, pill } from './parts.js';
import { kindLine } from './sealed.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function needs() {
  const waiting = (await listWaiting()).filter((record) => record.state === 'needs-you');
  const returned = await Promise.all(state.returned.map(returnedItem));
  const items = [...returned, ...waiting.map(needingItem)];
  return [heading(t('Needs you')), items.length ? list(items) : empty(t('Nothing needs you.'))];
}

/** @param {import('../sync/returned.js').Returned} record @param {number} at */
async function returnedItem(record, at) {
  const id = `returned-${at}`;
  const draft = await correctionOf(record.instanceId);
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

/** What the reviewer wrote, in whatever direction it runs. @param {import('../sync/returned.js').Returned} record */
export function reasonOf(record) {
  return h('blockquote.reason', { dir: 'auto' }, record.reason);
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
      kindLine(record),
      pill('bad', 'warn', what),
      h('span', null, remedy),
      record.detail && h('span.quiet', null, t('The server said:'), ' ', h('bdi', null, record.detail)),
      h('span.quiet', null, t('Locked'), ' ', moment(record.header.sealed_at)),
    ],
    actions: [act],
  });
}
