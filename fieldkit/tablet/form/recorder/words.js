/** What is said about a recording: what stands in its way, and what to do. */

import { formatBytes, n, t } from '../../i18n.js';
import { roomState } from './room.js';

/** @typedef {import('./recording.js').Told} Told */

/** @type {Record<import('./recording.js').Trouble, (told: Told) => string>} */
const WORDS = {
  unsupported: () => t('This browser cannot record. Record with another app and choose the file, or write the answer down.'),
  refused: () => t('The browser does not let this app use the microphone. Allow the microphone in the browser’s settings for this page, then try again. Or choose a file.'),
  absent: () => t('No microphone was found. Connect one and try again, or choose a file.'),
  busy: () => t('Another app is using the microphone. Close that app and try again.'),
  'no-room': ({ need = 0, free = 0 }) => t('There is too little room on this tablet to record: %(free)s are free, %(need)s are needed. Send what is ready, or delete something on the tablet.', { free: formatBytes(free), need: formatBytes(need) }),
  'taken-away': () => t('The microphone was taken away, perhaps by a call. What was recorded until then is kept.'),
  'not-kept': () => t('The recording could not be kept on the tablet’s disk. Try again, or write the answer down.'),
  'ran-out': () => t('The room on this tablet ran out. What was recorded until then is kept.'),
  nothing: () => t('Nothing was recorded. Try again.'),
};

/** @param {Told} told */
export function troubleWords(told) {
  return WORDS[told.code](told);
}

/** @param {number} seconds that can still be recorded @returns {string} empty while there is enough */
export function roomWords(seconds) {
  if (roomState(seconds) === 'enough') return '';
  const minutes = Math.max(1, Math.floor(seconds / 60));
  return n('There is room for about %(count)s more minute.', 'There is room for about %(count)s more minutes.', minutes);
}

/** @param {import('./loudness.js').Level | null} level @returns {string} empty while too little was heard to tell */
export function levelWords(level) {
  if (level === null) return '';
  if (level === 'silent') return t('Nothing is heard. Is the microphone covered?');
  if (level === 'quiet') return t('It is very quiet. Come closer.');
  return level === 'loud' ? t('It is too loud. Hold the tablet further away.') : t('You can be heard well.');
}

/** @param {'too-large' | 'no-room'} why @param {number} bytes @param {number} free */
export function refusalWords(why, bytes, free) {
  const size = formatBytes(bytes);
  if (why === 'too-large') return t('This file has %(size)s: more than can be sent. Choose a shorter one, or make it again with a lower quality.', { size });
  return t('This file has %(size)s, and there is room for %(free)s on this tablet. Send what is ready, delete something on the tablet, or make it shorter.', { size, free: formatBytes(free) });
}
