/** A sheet under the finger: strokes by pen, finger or mouse, points by taps or by the arrow keys, undo, start again. */

import { createRenderEffect, createSignal, onCleanup } from 'solid-js';
import { h, icon } from '../../dom.js';
import { t } from '../../i18n.js';
import { EMPTY, begin, isEmpty, move, undo } from '../drawing.js';
import { paperOn } from '../paper.js';

/** @typedef {import('../drawing.js').Drawing} Drawing */
/** @typedef {import('../drawing.js').Point} Point */

/** How far an arrow key moves the pen, in parts of the paper's width. */
const KEY_STEP = 0.02;
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {object} options
 * @param {import('../paper.js').Size} options.size of an empty sheet, in pixels
 * @param {Record<string, string>} options.names attributes that name the sheet
 * @param {(drawing: Drawing) => void} options.drawn called when a stroke ends, and after every other change
 */
export function drawingPad({ size, names, drawn }) {
  const [drawing, setDrawing] = createSignal(EMPTY);
  const [colour, setColour] = createSignal('#000000');
  const canvas = h('canvas', { ...names, tabindex: 0, role: 'img' });
  const paper = paperOn(canvas, size);
  const cursor = h('span.pen-cursor', { hidden: true, 'aria-hidden': true });
  const sheet = h('div.paper', { dir: 'ltr' }, canvas, cursor);

  /** @param {Drawing} next */
  function change(next) {
    setDrawing(next);
    paper.show(next);
    drawn(next);
  }
  /** @param {Point} point */
  const dot = (point) => change(begin(drawing(), point, colour()));
  /** @param {Point} point */
  const down = (point) => {
    setDrawing(begin(drawing(), point, colour()));
    paper.goOn(drawing());
  };
  /** @param {Point} point */
  const along = (point) => {
    setDrawing(move(drawing(), point));
    paper.goOn(drawing());
  };
  followPointer(canvas, { down, along, up: () => change(drawing()) });
  followKeys(canvas, cursor, { dot, back: () => change(undo(drawing())) });
  paper.lay(null);
  paper.show(EMPTY);
  onCleanup(() => paper.lay(null));

  return {
    sheet,
    drawing,
    change,
    colour,
    setColour,
    /** @param {'image/png' | 'image/jpeg'} type */
    file: (type) => paper.file(type),
    /** Begin anew over a picture, or over nothing. @param {ImageBitmap | null} picture */
    lay(picture) {
      paper.lay(picture);
      setDrawing({ ...EMPTY, joined: drawing().joined });
      paper.show(drawing());
    },
    tools: tools({ drawing, change }),
  };
}

/** @param {{drawing: () => Drawing, change: (next: Drawing) => void}} pad */
function tools({ drawing, change }) {
  const back = h('button.quiet', { type: 'button', onclick: () => change(undo(drawing())) }, icon('undo'), t('Undo'));
  const joining = h('button.quiet', { type: 'button', onclick: () => change({ ...drawing(), joined: !drawing().joined }) }, icon('pen'), t('Draw by taps'));
  createRenderEffect(() => {
    back.disabled = isEmpty(drawing());
    joining.setAttribute('aria-pressed', String(drawing().joined));
  });
  return [back, joining];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{down: (point: Point) => void, along: (point: Point) => void, up: () => void}} pen
 */
function followPointer(canvas, { down, along, up }) {
  let drawing = false;
  const at = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.width };
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    down(at(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing || !event.isPrimary) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const each of passed.length > 0 ? passed : [event]) along(at(each));
  });
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => {
      if (drawing) up();
      drawing = false;
    });
  }
}

/**
 * Arrow keys move the pen, Enter or the space bar makes a point, Backspace takes the last one back.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} cursor
 * @param {{dot: (point: Point) => void, back: () => void}} pen
 */
function followKeys(canvas, cursor, { dot, back }) {
  const here = { x: 0.5, y: 0.2 };
  const show = () => {
    const box = canvas.getBoundingClientRect();
    cursor.style.transform = `translate(${here.x * box.width}px, ${here.y * box.width}px)`;
    cursor.hidden = false;
  };
  canvas.addEventListener('keydown', (event) => {
    const step = KEYS[event.key];
    if (step) {
      here.x = Math.min(1, Math.max(0, here.x + step[0] * KEY_STEP));
      here.y = Math.min(canvas.height / canvas.width, Math.max(0, here.y + step[1] * KEY_STEP));
    } else if (event.key === 'Enter' || event.key === ' ') dot({ ...here });
    else if (event.key === 'Backspace') back();
    else return;
    event.preventDefault();
    show();
  });
  canvas.addEventListener('blur', () => (cursor.hidden = true));
}
