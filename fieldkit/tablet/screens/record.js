/** One record that was sent, with its receipt; and the question before a draft is deleted. */
import { h } from '../dom.js';
import { n, t } from '../i18n.js';
import { go } from '../app/routes.js';
import { refresh } from '../app/state.js';
import { dropDraft, loadDraft } from '../storage/drafts.js';
import { listSent, listWaiting, loadSent } from '../storage/outbox.js';
import { button, heading, homeLink, link, moment, name, note, pill } from './parts.js';
import { lockedPill } from './sealed.js';

/** @typedef {import('../dom.js').Child} Child */

/** @param {string} id @returns {Promise<Child[]>} */
export async function record(id) {
  const found = await loadSent(id);
  if (!found) return notHere();
  /** @type {import('../sealing/receipt.js').Receipt} */
  const receipt = JSON.parse(found.signed.receipt);
  const files = Object.keys(receipt.files);
  const added = [...(await listWaiting()), ...(await listSent())].filter((other) => other.addsTo === id);
  return [
    heading(name(found.title)),
    h('p.row', null, pill('ok', 'tick', t('Sent'), ' ', moment(found.receivedAt)), lockedPill()),
    h('p', null, t('The project has it, whole, and has signed for it. It can no longer be read or changed on this tablet.')),
    h(
      'dl.facts',
      null,
      fact(t('Begun'), moment(found.startedAt)),
      fact(t('Locked'), moment(found.sealedAt)),
      fact(t('Received'), moment(found.receivedAt)),
      fact(t('Form'), h('span', null, name(receipt.form_id), ' · ', t('version'), ' ', name(receipt.form_version))),
      fact(t('Files'), files.length ? h('ul.plain', null, ...files.map((file) => h('li', null, pill('ok', 'tick', name(file))))) : t('None')),
      fact(t('Number of the receipt'), h('code', { dir: 'ltr' }, receipt.instance_id)),
    ),
    added.length > 0 && additions(added),
    h('p.row', null, link('back', t('Back to Sent'), 'sent', undefined, { quiet: true, picture: 'back' }), !found.addsTo && link('more', t('Add something'), 'add', id)),
  ];
}

/** @param {(import('../storage/types.js').Waiting | import('../storage/types.js').Sent)[]} added what was added later */
function additions(added) {
  const lines = added.map((one) => ('receivedAt' in one ? pill('ok', 'tick', t('Sent'), ' ', moment(one.receivedAt)) : pill('wait', 'up', t('Ready to send'))));
  return h('section.stack.tight', null, h('h2', null, t('Added later')), h('ul.plain', null, ...lines.map((line) => h('li', null, line))));
}

/** @param {string} words @param {Child} value */
function fact(words, value) {
  return h('div', null, h('dt', null, words), h('dd', null, value));
}

/** @param {string} id @returns {Promise<Child[]>} */
export async function discard(id) {
  const found = await loadDraft(id);
  if (!found) return notHere();
  const { draft, kept } = found;
  return [
    heading(t('Delete what is not finished?')),
    h('p', null, name(draft.title), ' · ', t('Begun'), ' ', moment(draft.startedAt)),
    note('wait', 'warn', {
      what: t('It cannot be brought back.'),
      todo: kept.files.size ? n('%(count)s file goes with it.', '%(count)s files go with it.', kept.files.size) : '',
    }),
    h('p.row', null, link('keep', t('Keep it'), 'unfinished'), button('delete', t('Delete it'), () => void remove(id), { quiet: true })),
  ];
}

/** @param {string} id */
async function remove(id) {
  await dropDraft(id);
  await refresh();
  go('unfinished');
}

function notHere() {
  return [heading(t('This is no longer on the tablet')), homeLink()];
}
