/** Playing a recording back: play and stop, where it stands, and winding by a tap or by keys. */

import { onCleanup } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { t } from '../../i18n.js';
import { clock } from './formats.js';

/** The player that sounds now: another one ends it. @type {HTMLAudioElement | null} */
let sounding = null;

/**
 * @param {Blob} file
 * @returns {HTMLElement} owned by the Solid scope that draws it
 */
export function playback(file) {
  const address = URL.createObjectURL(file);
  const audio = new Audio(address);
  audio.preload = 'metadata';
  const button = h('button.quiet.play', { type: 'button', onclick: () => void toggle(audio) });
  const place = h('input', { type: 'range', min: 0, max: 1, step: 'any', value: 0, 'aria-label': t('Place in the recording') });
  const time = h('bdi.times', { dir: 'ltr' });
  const trouble = h('p.quiet-words', { role: 'status' });

  function show() {
    const { currentTime, duration, paused } = audio;
    const whole = Number.isFinite(duration) ? duration : 0;
    place.max = String(whole || 1);
    place.value = String(currentTime);
    place.setAttribute('aria-valuetext', t('%(time)s of %(whole)s', { time: clock(currentTime), whole: clock(whole) }));
    time.textContent = `${clock(currentTime)} / ${clock(whole)}`;
    replace(button, icon(paused ? 'play' : 'stop'), paused ? t('Play') : t('Stop'));
  }
  place.addEventListener('input', () => {
    audio.currentTime = Number(place.value);
  });
  for (const event of ['loadedmetadata', 'durationchange', 'timeupdate', 'play', 'pause', 'ended', 'seeked']) audio.addEventListener(event, show);
  audio.addEventListener('error', () => replace(trouble, t('This sound cannot be played here. It is kept as it is.')));
  onCleanup(() => {
    audio.pause();
    audio.removeAttribute('src');
    URL.revokeObjectURL(address);
  });
  show();
  return h('div.playback', null, button, place, time, trouble);
}

/** @param {HTMLAudioElement} audio */
async function toggle(audio) {
  if (!audio.paused) return audio.pause();
  sounding?.pause();
  sounding = audio;
  await audio.play().catch(() => {}); // the audio's own error says so
}
