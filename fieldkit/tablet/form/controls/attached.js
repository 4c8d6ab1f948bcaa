/** What every question with a file has: a button that opens the camera or the files, what is kept, and what is in the way. */

import { createRenderEffect, onCleanup } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { formatBytes, t } from '../../i18n.js';
import { aside } from './shared.js';

/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/**
 * A button that opens the tablet's own camera or files.
 *
 * @param {import('../../dom.js').IconName} sign
 * @param {string} words
 * @param {Record<string, string>} attributes of the file input, such as `accept` and `capture`
 * @param {(file: File) => void} take
 */
export function picker(sign, words, attributes, take) {
  const input = h('input.out-of-sight', { type: 'file', ...attributes });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) take(file);
    input.value = '';
  });
  return h('label.btn.quiet.picker', null, input, icon(sign), words);
}

/**
 * The file that is kept, its name and size, or the words that it is lost.
 *
 * @param {UploadNode} node
 * @param {(address: string) => HTMLElement | null} draw how such a file is shown
 */
export function preview(node, draw) {
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
    replace(place, draw(address), size);
  });
  return place;
}

/** What stands where an answer's file should be. @param {UploadNode} node @param {string} name */
export function lost(node, name) {
  if (node.currentState.attachmentState.loading) return aside(t('Opening %(name)s …', { name }));
  return aside(t('The file %(name)s is no longer on this tablet. Please add it again.', { name }));
}

/** @param {() => boolean} busy @param {() => string} trouble */
export function status(busy, trouble) {
  const words = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    words.textContent = busy() ? t('Getting it ready …') : trouble();
  });
  return words;
}
