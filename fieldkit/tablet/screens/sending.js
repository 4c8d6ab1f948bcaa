/** The choice of what may use a network that costs money. */
import { h, icon } from '../dom.js';
import { t } from '../i18n.js';
import { network } from '../app/network.js';
import { talk } from '../app/sender.js';
import { refresh, state } from '../app/state.js';
import { saveSendingChoice } from '../storage/settings.js';

/** @typedef {import('../sync/metered.js').Choice} Choice */

/** @returns {HTMLElement} */
export function sendingChoice() {
  return h(
    'fieldset',
    null,
    h('legend', null, t('What is sent over mobile data')),
    h(
      'div.options',
      null,
      option('all', t('Everything, at once')),
      option('small', t('Only small records. Large ones, with photos or sound, wait for Wi-Fi or until you tap Send now')),
    ),
    h('p.quiet', { id: 'network-now' }, networkWords()),
  );
}

/** @param {Choice} choice @param {string} words */
function option(choice, words) {
  const input = h('input', { id: `sending-${choice}`, type: 'radio', name: 'sending', checked: state.sending === choice, 'aria-describedby': 'network-now', onchange: () => void choose(choice) });
  return h('label.choice', null, input, h('span.mark', { 'aria-hidden': 'true' }, icon('tick')), h('span.words', null, words));
}

/** @param {Choice} choice */
async function choose(choice) {
  await saveSendingChoice(choice);
  await refresh();
  void talk();
}

function networkWords() {
  const now = network();
  if (now === 'paid') return t('The browser says: this is mobile data, or data is to be saved.');
  if (now === 'free') return t('The browser says: this is Wi-Fi or a cable.');
  return t('This browser cannot tell mobile data from Wi-Fi. If you choose small records only, large ones wait until you tap Send now.');
}
