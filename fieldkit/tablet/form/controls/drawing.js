/** Signatures, drawings, and photos that are drawn upon. Nothing needs a drag: a name can be typed, a mark made, points tapped. */

import { createRenderEffect, untrack } from 'solid-js';
import { h, icon } from '../../dom.js';
import { giveFile, removeFile } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { idFor } from '../context.js';
import { EMPTY, cross, isEmpty } from '../drawing.js';
import { preview, status } from './attached.js';
import { pictureTaker, sources } from './image.js';
import { drawingPad } from './pad.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */
/** @typedef {'signature' | 'draw' | 'annotate'} Kind */
/** @typedef {ReturnType<typeof drawingPad>} Pad */

/** Sizes of an empty sheet in pixels; a photo brings its own. */
const SHEETS = { signature: { width: 1000, height: 400 }, draw: { width: 1200, height: 900 }, annotate: { width: 1200, height: 900 } };
const COLOURS = [
  { value: '#000000', name: () => t('Black') },
  { value: '#c21818', name: () => t('Red') },
  { value: '#1247b5', name: () => t('Blue') },
];

/** What a picture question asks to be drawn; null when it asks for a photo. @param {UploadNode} node @returns {Kind | null} */
export function drawnKind({ appearances }) {
  return /** @type {Kind[]} */ (['signature', 'draw', 'annotate']).find((kind) => appearances[kind]) ?? null;
}

/** @param {Asking} _ctx @param {UploadNode} node */
export function drawingControl(_ctx, node) {
  const kind = drawnKind(node) ?? 'draw';
  const taking = pictureTaker(node);
  const pad = keptPad(node, kind);
  const drawn = h('div.drawing', null, kind === 'signature' ? null : colours(node, pad), pad.sheet, h('div.row', null, ...pad.tools), kind === 'signature' ? otherWays(pad) : null);
  const answered = () => node.currentState.instanceValue !== '';
  createRenderEffect(() => {
    drawn.hidden = kind === 'annotate' && !node.currentState.value;
  });
  const missing = preview(node, () => null);
  createRenderEffect(() => {
    missing.hidden = Boolean(node.currentState.value);
  });
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    drawn,
    missing,
    kind === 'signature' ? null : h('div.row', null, ...sources(node, taking.take)),
    status(taking.busy, taking.trouble),
    clearButton(answered, () => removeFile(node), t('Start again')),
  );
}

/**
 * A sheet whose drawing is the question's file after every stroke. A file that comes from elsewhere, such as a photo or
 * the drawing of a reopened draft, lies under what is drawn from now on.
 *
 * @param {UploadNode} node
 * @param {Kind} kind
 */
function keptPad(node, kind) {
  /** @type {File | null} */
  let under = null;
  let writing = false;
  let turn = 0;

  /** @param {File} file */
  function give(file) {
    writing = true;
    giveFile(node, file);
    writing = false;
  }
  /** @param {import('../drawing.js').Drawing} drawing */
  async function keep(drawing) {
    turn += 1;
    const mine = turn;
    if (isEmpty(drawing)) {
      if (under && node.currentState.value !== under) give(under);
      else if (!under && node.currentState.value) removeFile(node);
      return;
    }
    const file = await pad.file(kind === 'annotate' ? 'image/jpeg' : 'image/png');
    if (mine === turn) give(file);
  }
  const pad = drawingPad({ size: SHEETS[kind], names: { 'aria-labelledby': idFor(node, 'question') }, drawn: keep });
  createRenderEffect(() => {
    const file = node.currentState.value;
    if (writing || (file === null && under === null && untrack(() => isEmpty(pad.drawing())))) return;
    under = file;
    turn += 1;
    void untrack(() => layFile(pad, file));
  });
  return pad;
}

/** @param {Pad} pad @param {File | null} file */
async function layFile(pad, file) {
  pad.lay(file ? await createImageBitmap(file, { imageOrientation: 'from-image' }) : null);
}

/** @param {UploadNode} node @param {Pad} pad */
function colours(node, pad) {
  const boxes = COLOURS.map(({ value, name }) => {
    const box = h('input', { type: 'radio', name: idFor(node, 'colour'), value });
    box.addEventListener('change', () => pad.setColour(value));
    createRenderEffect(() => {
      box.checked = pad.colour() === value;
    });
    const swatch = h('span.swatch');
    swatch.style.backgroundColor = value;
    return h('label.choice.step', null, box, h('span.mark', null, icon('tick')), swatch, h('span.words', null, name()));
  });
  return h('div.choices.steps', { role: 'radiogroup', 'aria-label': t('Colour of the pen') }, ...boxes);
}

/** For a person who does not sign with a finger: a cross, or the name in letters. @param {Pad} pad */
function otherWays(pad) {
  const name = h('input', { type: 'text', dir: 'auto', autocomplete: 'off' });
  const use = h('button.quiet', { type: 'button' }, t('Sign with this name'));
  use.addEventListener('click', () => {
    if (name.value.trim()) pad.change({ ...EMPTY, words: name.value.trim() });
  });
  const { width, height } = SHEETS.signature;
  const mark = h('button.quiet', { type: 'button', onclick: () => pad.change({ ...EMPTY, strokes: cross(height / width) }) }, t('Make a mark (×)'));
  return h(
    'details',
    null,
    h('summary', null, t('Sign in another way')),
    h('div.row', null, h('label', null, t('Type the name'), name), use),
    h('p', null, mark),
  );
}
