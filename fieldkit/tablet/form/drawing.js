/**
 * A drawing as a list of strokes, apart from any canvas. Lengths are parts of the paper's width, so that a drawing looks
 * the same on every screen and can be written in any size.
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {{colour: string, points: readonly Point[]}} Stroke
 * @typedef {{strokes: readonly Stroke[], joined: boolean, words: string}} Drawing `joined`: taps go on with the last line;
 *   `words`: a name that was typed instead of drawn
 */

/** The thickness of the pen. */
export const PEN = 0.006;
/** Points nearer than this to the last one add nothing. */
const LEAST_STEP = 0.002;

/** @type {Drawing} */
export const EMPTY = { strokes: [], joined: false, words: '' };

/**
 * Put the pen down. Where taps are joined and there is a line already, the line goes on to here.
 *
 * @param {Drawing} drawing @param {Point} point @param {string} colour
 * @returns {Drawing}
 */
export function begin(drawing, point, colour) {
  const last = drawing.strokes.at(-1);
  if (drawing.joined && last) return withLast(drawing, { ...last, points: [...last.points, point] });
  return { ...drawing, words: '', strokes: [...drawing.strokes, { colour, points: [point] }] };
}

/**
 * Move the pen that is down.
 *
 * @param {Drawing} drawing @param {Point} point
 * @returns {Drawing} the same object when the pen has hardly moved
 */
export function move(drawing, point) {
  const last = drawing.strokes.at(-1);
  const from = last?.points.at(-1);
  if (!last || !from || Math.hypot(point.x - from.x, point.y - from.y) < LEAST_STEP) return drawing;
  return withLast(drawing, { ...last, points: [...last.points, point] });
}

/** Whether nothing was drawn or typed. @param {Drawing} drawing */
export function isEmpty({ strokes, words }) {
  return strokes.length === 0 && words === '';
}

/** Take the last stroke away; where taps are joined, the last tap. @param {Drawing} drawing @returns {Drawing} */
export function undo(drawing) {
  if (drawing.words) return { ...drawing, words: '' };
  const last = drawing.strokes.at(-1);
  if (drawing.joined && last && last.points.length > 1) return withLast(drawing, { ...last, points: last.points.slice(0, -1) });
  return { ...drawing, strokes: drawing.strokes.slice(0, -1) };
}

/** A cross, as somebody makes who does not write. @param {number} height of the paper, in widths @returns {Stroke[]} */
export function cross(height) {
  const [middle, arm] = [{ x: 0.5, y: height / 2 }, Math.min(0.5, height) * 0.3];
  const stroke = (/** @type {number} */ way) => ({
    colour: '#000000',
    points: [
      { x: middle.x - arm, y: middle.y - arm * way },
      { x: middle.x + arm, y: middle.y + arm * way },
    ],
  });
  return [stroke(1), stroke(-1)];
}

/**
 * Draw strokes with any 2D pen; a stroke of one point is a dot.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {readonly Stroke[]} strokes
 * @param {number} width of the paper in pixels
 */
export function paint(pen, strokes, width) {
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = Math.max(2, PEN * width);
  for (const { colour, points } of strokes) {
    pen.strokeStyle = colour;
    pen.beginPath();
    pen.moveTo(points[0].x * width, points[0].y * width);
    for (const { x, y } of points.length > 1 ? points.slice(1) : points) pen.lineTo(x * width, y * width);
    pen.stroke();
  }
}

/** @param {Drawing} drawing @param {Stroke} stroke @returns {Drawing} */
function withLast(drawing, stroke) {
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), stroke] };
}
