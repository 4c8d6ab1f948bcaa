/** The sheet that is drawn on: a canvas with what lies under the drawing, and the same as a file. */

import { paint } from './drawing.js';

/** @typedef {import('./drawing.js').Drawing} Drawing */
/** @typedef {{width: number, height: number}} Size in pixels */

const JPEG_QUALITY = 0.85;
/** Height of a typed name, as part of the paper's height, and the widest that it may be, as part of the width. */
const NAME_HEIGHT = 0.4;
const NAME_WIDTH = 0.9;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Size} size of an empty sheet
 */
export function paperOn(canvas, size) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  /** @type {ImageBitmap | null} */
  let under = null;

  return {
    /** What lies under the drawing; the sheet takes its size. @param {ImageBitmap | null} picture */
    lay(picture) {
      under?.close();
      under = picture;
      const { width, height } = picture ?? size;
      Object.assign(canvas, { width, height });
    },
    /** Draw everything anew. @param {Drawing} drawing */
    show(drawing) {
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      if (under) pen.drawImage(under, 0, 0);
      paint(pen, drawing.strokes, canvas.width);
      if (drawing.words) write(pen, drawing.words);
    },
    /** Draw only where the pen has just been. @param {Drawing} drawing */
    goOn({ strokes }) {
      const last = strokes.at(-1);
      if (last) paint(pen, [{ ...last, points: last.points.slice(-2) }], canvas.width);
    },
    /** @param {'image/png' | 'image/jpeg'} type @returns {Promise<File>} */
    async file(type) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, JPEG_QUALITY));
      if (!blob) throw new Error('The drawing cannot be written.');
      return new File([blob], type === 'image/png' ? 'drawing.png' : 'drawing.jpg', { type });
    },
  };
}

/** @param {CanvasRenderingContext2D} pen @param {string} words */
function write(pen, words) {
  const { width, height } = pen.canvas;
  const family = getComputedStyle(pen.canvas).fontFamily;
  pen.fillStyle = '#000000';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `${height * NAME_HEIGHT}px ${family}`;
  pen.fillText(words, width / 2, height / 2, width * NAME_WIDTH);
}
