/** An answer that is spoken: recorded here, or chosen as a file. */

import { createRenderEffect, createSignal } from 'solid-js';
import { formPath, giveFile, removeFile } from '../../engine/files.js';
import { h, icon, replace } from '../../dom.js';
import { formatBytes, t } from '../../i18n.js';
import { recordingPanel, recordingTrouble } from '../recorder/panel.js';
import { playback } from '../recorder/player.js';
import { freeBytes, fits } from '../recorder/room.js';
import { askingTwice } from '../recorder/twice.js';
import { stayingOn } from '../recorder/staying.js';
import { refusalWords } from '../recorder/words.js';
import { lost, picker } from './attached.js';
import { tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/** @param {Asking} ctx @param {UploadNode} node */
export function soundControl(ctx, node) {
  const recording = ctx.recorders.of(node);
  return h('div.control', { role: 'group', ...tied(node) }, interruptedView(ctx, node), answerView(node, recording), recordingPanel(recording), waysIn(ctx, node, recording), recordingTrouble(recording));
}

/** @param {UploadNode} node @param {import('../recorder/recording.js').Recording} recording */
function answerView(node, recording) {
  const place = h('div.preview');
  createRenderEffect(() => {
    const { value: file, instanceValue: name } = node.currentState;
    const under = recording.phase() !== 'ready';
    if (!name || under) replace(place);
    else if (!file) replace(place, lost(node, name));
    else replace(place, playback(file), h('p.quiet-words', null, formatBytes(file.size)));
  });
  return place;
}

/** Record, choose, delete: whatever can be done while nothing is being recorded. @param {Asking} ctx @param {UploadNode} node @param {import('../recorder/recording.js').Recording} recording */
function waysIn(ctx, node, recording) {
  const place = h('div.row');
  const [refused, setRefused] = createSignal('');
  const begin = () => void ctx.recorders.start(node);
  createRenderEffect(() => {
    const phase = recording.phase();
    const answered = node.currentState.instanceValue !== '';
    place.hidden = phase !== 'ready' && phase !== 'opening';
    const record = recordButton(ctx, node, { answered, busy: phase === 'opening', begin });
    const choose = node.appearances.new ? null : picker('page', t('Choose a file'), { accept: 'audio/*' }, (file) => void takeFile(node, file, setRefused));
    const remove = answered ? askingTwice('remove', t('Delete'), t('Tap again to delete it'), () => removeFile(node)) : null;
    stayingOn(place, () => replace(place, record, choose, remove));
  });
  return h('div.control', null, place, refusal(refused));
}

/** @param {Asking} ctx @param {UploadNode} node @param {{answered: boolean, busy: boolean, begin: () => void}} now */
function recordButton({ session }, node, { answered, busy, begin }) {
  if (session.quality(formPath(node.currentState.reference)) === 'external') return null;
  if (answered) return askingTwice('microphone', t('Record again'), t('Tap again: the new recording takes its place'), begin);
  return h('button.quiet.record', { type: 'button', disabled: busy, onclick: begin }, icon('microphone'), busy ? t('Opening the microphone …') : t('Start recording'));
}

/**
 * Take a file that was chosen, if it can be kept and sent.
 *
 * @param {UploadNode} node
 * @param {File} file
 * @param {(words: string) => void} refuse
 */
export async function takeFile(node, file, refuse) {
  const free = await freeBytes(navigator.storage);
  const fit = fits(file.size, free);
  refuse(fit === 'fits' ? '' : refusalWords(fit, file.size, free));
  if (fit === 'fits') giveFile(node, file);
}

/** @param {() => string} words */
export function refusal(words) {
  const place = h('p.trouble', { role: 'alert' });
  createRenderEffect(() => {
    place.hidden = !words();
    replace(place, ...(words() ? [icon('warn'), h('span', null, words())] : []));
  });
  return place;
}

/** A recording whose end never came: the answer already, or offered beside one. @param {Asking} ctx @param {UploadNode} node */
function interruptedView({ recorders }, node) {
  const place = h('div.interrupted-here');
  createRenderEffect(() => {
    const offer = recorders.offers().find(({ nodeId }) => nodeId === node.nodeId);
    const isAnswer = recorders.recovered().includes(node.nodeId);
    place.hidden = !offer && !isAnswer;
    replace(place, offer ? offerView(offer, recorders) : isAnswer && recoveredView(() => recorders.forget(node.nodeId)));
  });
  return place;
}

/** @param {() => void} understood */
function recoveredView(understood) {
  const button = h('button.quiet', { type: 'button', onclick: understood }, icon('tick'), t('Understood'));
  return h('div.note.wait', null, icon('warn'), h('div.stack.tight', null, h('p', null, h('strong', null, t('A recording was interrupted.'))), h('p', null, t('What was recorded until then is the answer now. Listen to it; record again if it is not enough.')), button));
}

/** @param {import('../recorder/recorders.js').Offer} offer @param {import('../recorder/recorders.js').Recorders} recorders */
function offerView(offer, recorders) {
  const use = h('button.quiet', { type: 'button', onclick: () => void recorders.settle(offer, true) }, icon('tick'), t('Use it instead'));
  const remove = askingTwice('remove', t('Delete it'), t('Tap again to delete it'), () => void recorders.settle(offer, false));
  return h('div.note.wait', null, icon('warn'), h('div.stack.tight.grow', null, h('p', null, h('strong', null, t('A recording was interrupted.'))), h('p', null, t('There is an answer already. This is what was recorded beside it:')), playback(offer.file), h('div.row', null, use, remove)));
}
