/** The slip: the participant's code, large, as a picture for a camera, read aloud, on paper. For notes with the appearance `slip`. */

import { createRenderEffect, createSignal, onCleanup } from 'solid-js';
import { h, icon, replace } from '../../dom.js';
import { t } from '../../i18n.js';
import { qrModules } from '../qr.js';
import { onVoices, ownVoice, spell } from '../spelling.js';
import { aside } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('../../engine/types.js').AnyControlNode} AnyControlNode */

const SVG = 'http://www.w3.org/2000/svg';
/** Light modules that a camera needs around the picture. */
const EDGE = 4;

/** @param {Asking} ctx @param {AnyControlNode} node */
export function slipControl(ctx, node) {
  const place = h('div.slip');
  createRenderEffect(() => {
    const code = node.currentState.instanceValue;
    replace(place, ...(code ? slip(ctx, code) : [aside(t('There is no code yet.'))]));
  });
  return place;
}

/** @param {Asking} ctx @param {string} code */
function slip(ctx, code) {
  const print = h('button.quiet', { type: 'button', onclick: () => window.print() }, icon('print'), t('Print'));
  return [h('p.slip-code', { dir: 'ltr' }, code), qrPicture(code), h('div.row', null, readAloud(ctx, code), print)];
}

/** @param {Asking} ctx @param {string} code */
function readAloud({ session }, code) {
  const [heard, setHeard] = createSignal(0);
  const say = () => {
    const voice = ownVoice(session.language?.code ?? '');
    if (voice) spell(code, voice);
  };
  const button = h('button.quiet', { type: 'button', onclick: say }, icon('sound'), t('Read it letter by letter'));
  createRenderEffect(() => {
    heard();
    button.hidden = !ownVoice(session.language?.code ?? '');
  });
  onCleanup(onVoices(() => setHeard((count) => count + 1)));
  return button;
}

/** Dark on white whatever the screen's colours are, for cameras need the contrast. @param {string} code */
function qrPicture(code) {
  const modules = qrModules(code);
  if (!modules) return null;
  const size = modules.length + 2 * EDGE;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', t('The code as a picture for a camera'));
  const dark = modules.flatMap((row, r) => row.map((on, c) => (on ? `M${c + EDGE} ${r + EDGE}h1v1h-1z` : '')));
  svg.append(shape('rect', { width: String(size), height: String(size), fill: '#fff' }), shape('path', { d: dark.join(''), fill: '#000' }));
  return svg;
}

/** @param {'rect' | 'path'} name @param {Record<string, string>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
