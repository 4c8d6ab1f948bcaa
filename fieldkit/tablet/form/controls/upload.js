/** Which control a photo, a sound, a film or a file gets. */

import { createSignal } from 'solid-js';
import { h } from '../../dom.js';
import { removeFile } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { picker, preview } from './attached.js';
import { drawingControl, drawnKind } from './drawing.js';
import { filmControl } from './film.js';
import { imageControl } from './image.js';
import { clearButton, tied } from './shared.js';
import { refusal, soundControl, takeFile } from './sound.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */
/** @typedef {'image' | 'audio' | 'video' | 'file'} Kind */

/** @param {Asking} ctx @param {UploadNode} node */
export function uploadControl(ctx, node) {
  const kind = kindOf(node);
  if (kind === 'image') return drawnKind(node) ? drawingControl(ctx, node) : imageControl(ctx, node);
  if (kind === 'audio') return soundControl(ctx, node);
  return kind === 'video' ? filmControl(node) : fileControl(node);
}

/** @param {UploadNode} node @returns {Kind} */
export function kindOf(node) {
  const { type } = node.nodeOptions.media;
  return type === 'image' || type === 'audio' || type === 'video' ? type : 'file';
}

/** @param {UploadNode} node */
function fileControl(node) {
  const [refused, setRefused] = createSignal('');
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    preview(node, () => null),
    h('div.row', null, picker('page', t('Choose a file'), {}, (file) => void takeFile(node, file, setRefused))),
    refusal(refused),
    clearButton(() => node.currentState.instanceValue !== '', () => removeFile(node), t('Remove')),
  );
}
