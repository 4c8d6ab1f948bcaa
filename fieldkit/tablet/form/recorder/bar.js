/** What must be seen on every screen of the form: that everything is being recorded, and that a recording was interrupted. */

import { createRenderEffect } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { t } from '../../i18n.js';
import { recordingTrouble, sign } from './panel.js';
import { canGoOn } from './pieces.js';
import { stayingOn } from './staying.js';

/** @typedef {import('../context.js').Asking} Asking */

/**
 * @param {Asking} ctx
 * @param {() => string} uiLanguage read where our own words are drawn
 */
export function recordingBar(ctx, uiLanguage) {
  const bar = h('aside.recording-bar');
  createRenderEffect(() => {
    uiLanguage();
    const shown = [backgroundSign(ctx), interruptedNote(ctx)].filter((each) => each !== null);
    bar.hidden = shown.length === 0;
    bar.ariaLabel = t('Recorder');
    stayingOn(bar, () => replace(bar, ...shown));
  });
  return bar;
}

/** @param {Asking} ctx */
function backgroundSign({ recorders: { background }, session }) {
  if (!background) return null;
  const phase = background.phase();
  if (phase === 'recording' || phase === 'paused') {
    const stop = h('button.quiet.tile', { type: 'button', onclick: () => void background.finish() }, icon('stop'), t('Stop recording'));
    const rest = phase === 'paused' ? h('button.quiet.tile', { type: 'button', onclick: background.goOn }, icon('record'), t('Go on recording')) : h('button.quiet.tile', { type: 'button', onclick: background.pause }, icon('pause'), t('Pause'));
    return h('div.row.background', { role: 'group', 'aria-label': t('The whole conversation') }, sign(background), rest, stop);
  }
  if (!background.told() && !session.background?.agreed()) return null;
  const mayGoOn = canGoOn(session.background?.file() ?? null);
  const again = h('button.quiet.tile', { type: 'button', disabled: phase !== 'ready', onclick: () => void background.start() }, icon('record'), t('Record on'));
  return h('div.row.background', { role: 'group', 'aria-label': t('The whole conversation') }, h('p', { role: 'status' }, t('The conversation is not being recorded now.')), mayGoOn ? again : null, recordingTrouble(background));
}

/** @param {Asking} ctx */
function interruptedNote({ recorders, goTo }) {
  const nodes = [...recorders.recovered(), ...recorders.offers().map(({ nodeId }) => nodeId)];
  const [nodeId] = nodes;
  if (nodeId === undefined) return null;
  const words = h('p', { role: 'status' }, icon('warn'), ' ', t('A recording was interrupted. What was recorded until then is kept.'));
  const look = nodeId ? h('button.quiet', { type: 'button', onclick: () => goTo(nodeId) }, t('Go to it')) : h('button.quiet', { type: 'button', onclick: () => recorders.forget('') }, t('Understood'));
  return h('div.row.interrupted', null, words, look);
}
