/** Codes: read by the camera where the browser can, typed everywhere. */

import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { canScan, scan } from '../../scanner.js';
import { follow, tied } from './shared.js';

/** @typedef {import('@getodk/xforms-engine').InputNode<'barcode'>} CodeNode */

/** @param {import('../context.js').Asking} _ctx @param {CodeNode} node */
export function barcodeControl(_ctx, node) {
  const box = h('input', { ...tied(node), type: 'text', dir: 'ltr', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
  box.addEventListener('input', () => node.setValue(box.value));
  follow(box, () => String(node.currentState.value ?? ''));
  const how = canScan() ? t('Read the code with the camera, or type what stands under it.') : t('Type what stands under the code: this tablet cannot read codes with its camera.');
  return h('div.control', null, canScan() ? reader(node) : null, h('p.quiet-words', null, how), box);
}

/** @param {CodeNode} node */
function reader(node) {
  const view = h('div.viewfinder', { hidden: true });
  const said = h('p.quiet-words', { role: 'status' });
  const button = h('button.quiet', { type: 'button' }, icon('code'), t('Read the code'));
  button.addEventListener('click', async () => {
    button.hidden = true;
    said.textContent = t('Hold the code in front of the camera.');
    try {
      const text = await scan(view);
      if (text) node.setValue(text);
      said.textContent = text ? t('Read: %(code)s', { code: text }) : '';
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      said.textContent = refused ? t('The camera may not be used. Allow it in the settings of the browser, or type the code.') : t('The camera does not work here. Type the code.');
    }
    button.hidden = false;
  });
  return h('div.control', null, button, view, said);
}
