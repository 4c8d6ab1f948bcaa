/** The app's icon, drawn once as geometry: as SVG for those who can, as PNG for those who cannot. */
import { deflateSync } from 'node:zlib';

/** @typedef {[number, number, number]} Colour */

/** @type {Colour} */ const TEAL = [11, 90, 111];
/** @type {Colour} */ const PAPER = [251, 250, 247];

/** Strokes on a field of 64 × 64: three lines of a page, and the tick of a record that arrived. */
const STROKES = [
  [[18, 20], [46, 20]],
  [[18, 30], [36, 30]],
  [[20, 43], [28, 50], [46, 34]],
];
const STROKE_WIDTH = 5;

/** @returns {{path: string, contents: Uint8Array}[]} the files of the icon */
export function iconFiles() {
  return [
    { path: 'icon.svg', contents: new TextEncoder().encode(iconSvg()) },
    { path: 'icon-192.png', contents: iconPng(192) },
    { path: 'icon-512.png', contents: iconPng(512) },
  ];
}

function iconSvg() {
  const lines = STROKES.map((points) => `<polyline points="${points.join(' ')}"/>`).join('');
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">' +
    `<rect width="64" height="64" fill="rgb(${TEAL})"/>` +
    `<g fill="none" stroke="rgb(${PAPER})" stroke-width="${STROKE_WIDTH}" stroke-linecap="round" stroke-linejoin="round">` +
    `${lines}</g></svg>\n`
  );
}

/** @param {number} size edge in pixels */
function iconPng(size) {
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cover = coverage(((x + 0.5) * 64) / size, ((y + 0.5) * 64) / size, 64 / size);
      const at = y * (1 + size * 3) + 1 + x * 3;
      TEAL.forEach((teal, i) => {
        rows[at + i] = Math.round(teal + (PAPER[i] - teal) * cover);
      });
    }
  }
  return png(size, rows);
}

/**
 * How much of a pixel a stroke covers, from its distance to the nearest one.
 * @param {number} x @param {number} y @param {number} pixel width of a pixel in the field's units
 */
function coverage(x, y, pixel) {
  const distance = Math.min(...STROKES.flatMap((points) => points.slice(1).map((b, i) => toSegment([x, y], points[i], b))));
  return Math.min(1, Math.max(0, (STROKE_WIDTH / 2 - distance) / pixel + 0.5));
}

/** @param {number[]} p @param {number[]} a @param {number[]} b */
function toSegment([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

/** @param {number} size @param {Buffer} rows */
function png(size, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(8 + data.length + 4);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 8 + data.length);
  return framed;
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
