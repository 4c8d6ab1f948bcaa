/** Photos, sounds, films and files that belong to an answer. */

import { h } from '../../dom.js';
import { giveFile, removeFile } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { picker, preview } from './attached.js';
import { drawingControl, drawnKind } from './drawing.js';
import { imageControl } from './image.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */
/** @typedef {'image' | 'audio' | 'video' | 'file'} Kind */

/** @param {Asking} ctx @param {UploadNode} node */
export function uploadControl(ctx, node) {
  const kind = kindOf(node);
  if (kind === 'image') return drawnKind(node) ? drawingControl(ctx, node) : imageControl(ctx, node);
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    preview(node, (address) => shown(kind, address)),
    h('div.row', null, ...pickers(node, kind, (file) => giveFile(node, file))),
    clearButton(() => node.currentState.instanceValue !== '', () => removeFile(node), t('Remove')),
  );
}

/** @param {UploadNode} node @returns {Kind} */
export function kindOf(node) {
  const { type } = node.nodeOptions.media;
  return type === 'image' || type === 'audio' || type === 'video' ? type : 'file';
}

/** @param {UploadNode} node @param {Kind} kind @param {(file: File) => void} take */
function pickers(node, kind, take) {
  const front = node.appearances['new-front'] || node.appearances.front ? 'user' : 'environment';
  const onlyNew = node.appearances.new || node.appearances['new-front'];
  const film = kind === 'video' ? picker('camera', t('Make a film'), { accept: 'video/*', capture: front }, take) : null;
  const record = kind === 'audio' ? picker('sound', t('Record or choose a sound'), { accept: 'audio/*' }, take) : null;
  const chosen = kind === 'video' && !onlyNew ? picker('picture', t('Choose a film'), { accept: 'video/*' }, take) : null;
  const file = kind === 'file' ? picker('page', t('Choose a file'), {}, take) : null;
  return [film, record, chosen, file];
}

/** @param {Kind} kind @param {string} address */
function shown(kind, address) {
  if (kind === 'audio') return h('audio', { src: address, controls: true });
  return kind === 'video' ? h('video', { src: address, controls: true, playsinline: true }) : null;
}
