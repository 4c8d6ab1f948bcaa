/** How far the record that is being sent has come: drawn once, then only its words and its bar change. */
import { h } from '../dom.js';
import { formatBytes, t } from '../i18n.js';
import { onProgress, state } from '../app/state.js';

/** Parts of an envelope before its files: the list of what is in it, and the answers. */
const BEFORE_FILES = 2;

/**
 * @param {import('../sync/upload.js').Progress | null} progress
 * @returns {string} which file, of how many, and how much of it is there
 */
export function progressWords(progress) {
  if (!progress) return t('Sending …');
  if (progress.part < BEFORE_FILES) return t('Sending the answers …');
  const numbers = { file: progress.part - BEFORE_FILES + 1, files: progress.parts - BEFORE_FILES };
  const amounts = { done: formatBytes(progress.bytes), all: formatBytes(progress.total) };
  return t('Sending file %(file)s of %(files)s: %(done)s of %(all)s', { ...numbers, ...amounts });
}

/** @returns {HTMLElement} the words, which follow what is sent */
export function progressLine() {
  return h('span', { 'data-progress': 'words' }, progressWords(state.sync.progress));
}

/** @returns {HTMLElement} the bar, which follows too; without a value while nothing is known yet */
export function progressBar() {
  return follow(h('progress', { 'data-progress': 'bar', 'aria-label': t('Sending') }));
}

/** @param {HTMLProgressElement} bar */
function follow(bar) {
  const { progress } = state.sync;
  if (progress) Object.assign(bar, { max: progress.total || 1, value: progress.bytes });
  return bar;
}

/** Let what is drawn follow every slice. */
export function followProgress() {
  onProgress(() => {
    for (const words of document.querySelectorAll('[data-progress=words]')) words.textContent = progressWords(state.sync.progress);
    for (const bar of document.querySelectorAll('progress[data-progress=bar]')) follow(/** @type {HTMLProgressElement} */ (bar));
  });
}
