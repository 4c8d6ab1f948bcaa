/** An answer that is a film: made with the tablet's own camera, or chosen. */

import { createRenderEffect, createSignal } from 'solid-js';
import { removeFile } from '../../engine/files.js';
import { h, replace } from '../../dom.js';
import { t } from '../../i18n.js';
import { askingTwice } from '../recorder/twice.js';
import { picker, preview } from './attached.js';
import { tied } from './shared.js';
import { refusal, takeFile } from './sound.js';

/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/** @param {UploadNode} node */
export function filmControl(node) {
  const [refused, setRefused] = createSignal('');
  const front = node.appearances['new-front'] || node.appearances.front ? 'user' : 'environment';
  const onlyNew = node.appearances.new || node.appearances['new-front'];
  const take = (/** @type {File} */ file) => void takeFile(node, file, setRefused);
  const remove = askingTwice('remove', t('Delete'), t('Tap again to delete it'), () => removeFile(node));
  createRenderEffect(() => {
    remove.hidden = node.currentState.instanceValue === '';
  });
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    preview(node, shownFilm),
    h('div.row', null, picker('camera', t('Make a film'), { accept: 'video/*', capture: front }, take), onlyNew ? null : picker('picture', t('Choose a film'), { accept: 'video/*' }, take), remove),
    refusal(refused),
  );
}

/** @param {string} address */
function shownFilm(address) {
  const trouble = h('p.quiet-words', { role: 'status' });
  const film = h('video', { src: address, controls: true, playsinline: true, 'aria-label': t('The film that you added') });
  film.addEventListener('error', () => replace(trouble, t('This film cannot be played here. It is kept as it is.')));
  return h('div.stack', null, film, trouble);
}
