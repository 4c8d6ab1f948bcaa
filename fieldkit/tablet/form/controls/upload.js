/** Photos, sounds, films and files that belong to an answer. */

import { createRenderEffect, createSignal, onCleanup } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { giveFile, removeFile } from '../../engine/files.js';
import { formatBytes, t } from '../../i18n.js';
import { cleanPicture } from '../image.js';
import { aside, clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */
/** @typedef {'image' | 'audio' | 'video' | 'file'} Kind */

const NOT_DRAWN = ['signature', 'draw', 'annotate'];

/** @param {Asking} _ctx @param {UploadNode} node */
export function uploadControl(_ctx, node) {
  const kind = kindOf(node);
  const [trouble, setTrouble] = createSignal('');
  const [busy, setBusy] = createSignal(false);

  /** @param {File} file */
  async function take(file) {
    setBusy(true);
    setTrouble('');
    try {
      giveFile(node, kind === 'image' ? await cleanPicture(file, node.maxPixels) : file);
    } catch {
      setTrouble(t('This picture cannot be read here, so it was not kept. Take it with the camera, or choose a JPEG or PNG.'));
    }
    setBusy(false);
  }
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    notDrawn(node, kind),
    preview(node, kind),
    h('div.row', null, ...pickers(node, kind, take)),
    status(busy, trouble),
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
  const camera = kind === 'image' ? picker('camera', t('Take a photo'), { accept: 'image/*', capture: front }, take) : null;
  const film = kind === 'video' ? picker('camera', t('Make a film'), { accept: 'video/*', capture: front }, take) : null;
  const record = kind === 'audio' ? picker('sound', t('Record or choose a sound'), { accept: 'audio/*' }, take) : null;
  const gallery = kind === 'image' && !onlyNew ? picker('picture', t('Choose a picture'), { accept: 'image/*' }, take) : null;
  const chosen = kind === 'video' && !onlyNew ? picker('picture', t('Choose a film'), { accept: 'video/*' }, take) : null;
  const file = kind === 'file' ? picker('page', t('Choose a file'), {}, take) : null;
  return [camera, film, record, gallery, chosen, file];
}

/**
 * A button that opens the tablet's own camera or files.
 *
 * @param {import('../../dom.js').IconName} sign
 * @param {string} words
 * @param {Record<string, string>} attributes
 * @param {(file: File) => void} take
 */
function picker(sign, words, attributes, take) {
  const input = h('input.out-of-sight', { type: 'file', ...attributes });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) take(file);
    input.value = '';
  });
  return h('label.btn.quiet.picker', null, input, icon(sign), words);
}

/** @param {UploadNode} node @param {Kind} kind */
function preview(node, kind) {
  const place = h('div.preview');
  createRenderEffect(() => {
    const { value: file, instanceValue: name } = node.currentState;
    replace(place);
    if (!name) return;
    if (!file) {
      replace(place, lost(node, name));
      return;
    }
    const address = URL.createObjectURL(file);
    onCleanup(() => URL.revokeObjectURL(address));
    const size = h('p.quiet-words', null, h('bdi', null, name), ` · ${formatBytes(file.size)}`);
    replace(place, shown(kind, address), size);
  });
  return place;
}

/** @param {UploadNode} node @param {string} name */
function lost(node, name) {
  if (node.currentState.attachmentState.loading) return aside(t('Opening %(name)s …', { name }));
  return aside(t('The file %(name)s is no longer on this tablet. Please add it again.', { name }));
}

/** @param {Kind} kind @param {string} address */
function shown(kind, address) {
  if (kind === 'image') return h('img', { src: address, alt: t('The picture that you added') });
  if (kind === 'audio') return h('audio', { src: address, controls: true });
  return kind === 'video' ? h('video', { src: address, controls: true, playsinline: true }) : null;
}

/** @param {() => boolean} busy @param {() => string} trouble */
function status(busy, trouble) {
  const words = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    words.textContent = busy() ? t('Getting it ready …') : trouble();
  });
  return words;
}

/** @param {UploadNode} node @param {Kind} kind */
function notDrawn(node, kind) {
  const asked = kind === 'image' && NOT_DRAWN.some((name) => node.appearances[name]);
  return asked ? aside(t('This app cannot draw on the screen yet. Draw on paper and take a photo of it.')) : null;
}
