/** The one screen of a tablet that was emptied by order. */
import { h } from '../dom.js';
import { n, t } from '../i18n.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listWaiting } from '../storage/outbox.js';
import { heading, link, note } from './parts.js';
import { spareCopy } from './spare.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function erased() {
  const waiting = await listWaiting();
  const words = t('What could be read on this tablet is no longer here.');
  if (state.erasure === 'done') {
    return [heading(t('This app was emptied')), h('p', null, words, ' ', t('What was locked has been sent. If this surprises you, ask your coordinator.')), h('p', null, link('enrol', t('Use a new link'), 'enrol', undefined, { quiet: true }))];
  }
  return [
    heading(t('This app is being emptied')),
    h('p', null, words),
    waiting.length > 0 && h('p', null, n('%(count)s locked record still waits to be sent. Nobody can read it here.', '%(count)s locked records still wait to be sent. Nobody can read them here.', waiting.length)),
    state.trouble && note('wait', 'warn', wordsFor(state.trouble)),
    await spareCopy(waiting),
  ];
}
