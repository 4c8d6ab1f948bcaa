/** The recorder on the screen: begin, hear that it hears, pause, go on, stop. */

import { createRenderEffect } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { t } from '../../i18n.js';
import { clock } from './formats.js';
import { stayingOn } from './staying.js';
import { levelWords, roomWords, troubleWords } from './words.js';

/** @typedef {import('./recording.js').Recording} Recording */

const BARS = 12;

/**
 * What stands on the screen while it records; empty while it does not.
 *
 * @param {Recording} recording
 */
export function recordingPanel(recording) {
  const panel = h('div.recorder', { role: 'group', 'aria-label': t('Recorder') });
  let orphaned = false;
  createRenderEffect(() => {
    const phase = recording.phase();
    const under = phase === 'recording' || phase === 'paused';
    panel.hidden = !under && phase !== 'closing';
    const lost = stayingOn(panel, () => {
      if (under) replace(panel, sign(recording), meter(recording), room(recording), buttons(recording, phase));
      else replace(panel, phase === 'closing' ? h('p.quiet-words', { role: 'status' }, t('Keeping the recording …')) : null);
    });
    orphaned = lost || phase === 'opening' || (orphaned && phase !== 'paused');
    if (orphaned && (under || phase === 'ready')) queueMicrotask(() => adopt(panel));
    if (under || phase === 'ready') orphaned = false;
  });
  return panel;
}

/** The button that began it, or that ended it, is gone: the next one takes the focus, if nobody else has. @param {HTMLElement} panel */
function adopt(panel) {
  if (document.activeElement !== document.body) return;
  const near = panel.hidden ? panel.parentElement?.querySelector('.playback button, .row:not([hidden]) button') : panel.querySelector('button');
  if (near instanceof HTMLElement) near.focus({ preventScroll: true });
}

/** That it records, in a word, a shape and a running time. @param {Recording} recording */
export function sign(recording) {
  const paused = () => recording.phase() === 'paused';
  const words = h('span', { role: 'status' });
  const shape = h('span.sign');
  const time = h('bdi.elapsed', { role: 'timer', dir: 'ltr', 'aria-label': t('Recorded until now') });
  createRenderEffect(() => {
    words.textContent = paused() ? t('Paused') : t('Recording');
    replace(shape, icon(paused() ? 'pause' : 'record'));
    shape.classList.toggle('on', !paused());
  });
  createRenderEffect(() => {
    time.textContent = clock(recording.elapsed());
  });
  return h('p.recording-sign', null, shape, words, time);
}

/** As many bars as it is loud, and below them what that means. @param {Recording} recording */
function meter(recording) {
  const bars = Array.from({ length: BARS }, () => h('span'));
  createRenderEffect(() => {
    const lit = Math.round(recording.loud() * BARS);
    bars.forEach((bar, at) => bar.classList.toggle('lit', at < lit));
  });
  const words = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    words.textContent = recording.phase() === 'recording' ? levelWords(recording.level()) : t('Nothing is being recorded now.');
  });
  return h('div.loudness', null, h('div.bars', { 'aria-hidden': 'true' }, ...bars), words);
}

/** @param {Recording} recording */
function room(recording) {
  const words = h('p.pill.wait', { role: 'status' });
  createRenderEffect(() => {
    const said = roomWords(recording.left());
    words.hidden = !said;
    replace(words, ...(said ? [icon('warn'), said] : []));
  });
  return words;
}

/** @param {Recording} recording @param {'recording' | 'paused'} phase */
function buttons(recording, phase) {
  const stop = h('button.quiet', { type: 'button', onclick: () => void recording.finish() }, icon('stop'), t('Stop recording'));
  const rest =
    phase === 'paused'
      ? h('button.quiet', { type: 'button', onclick: recording.goOn }, icon('record'), t('Go on recording'))
      : h('button.quiet', { type: 'button', onclick: recording.pause }, icon('pause'), t('Pause'));
  return h('div.row', null, stop, rest);
}

/** What stands in its way, said at once. @param {Recording} recording */
export function recordingTrouble(recording) {
  const words = h('p.trouble', { role: 'alert' });
  createRenderEffect(() => {
    const told = recording.told();
    words.hidden = !told;
    replace(words, ...(told ? [icon('warn'), h('span', null, troubleWords(told))] : []));
  });
  return words;
}
