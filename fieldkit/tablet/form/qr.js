/**
 * A QR code of a participant's code, made on the tablet without network: version 1 (21 × 21 modules) in the alphanumeric mode of
 * ISO/IEC 18004, which holds 16 characters with a quarter of the picture lost, 20 with less to spare, 25 with the least.
 */

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const SIZE = 21;
/** Bytes of data and of correction in version 1, and the two bits that name the level; the strongest first. */
const LEVELS = [
  { most: 16, data: 13, correction: 13, bits: 3 },
  { most: 20, data: 16, correction: 10, bits: 0 },
  { most: 25, data: 19, correction: 7, bits: 1 },
];
/** The eight masks of the standard, by row and column. @type {((r: number, c: number) => boolean)[]} */
const MASKS = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_r, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/**
 * @param {string} text
 * @returns {boolean[][] | null} rows of modules, true where dark; null when this kind of code cannot hold the text
 */
export function qrModules(text) {
  const level = LEVELS.find(({ most }) => text.length <= most);
  if (!level || !text || [...text].some((letter) => !LETTERS.includes(letter))) return null;
  const bytes = dataBytes(text, level.data);
  const bits = [...bytes, ...correctionBytes(bytes, level.correction)].flatMap((byte) => bitsOf(byte, 8));
  const drawn = MASKS.map((mask, number) => drawModules(bits, mask, formatBits(level.bits, number)));
  return drawn.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

/** @param {number} value @param {number} length @returns {number[]} the highest bit first */
function bitsOf(value, length) {
  return Array.from({ length }, (_, at) => (value >> (length - 1 - at)) & 1);
}

/** @param {string} text @param {number} length of the whole, filled up as the standard says */
function dataBytes(text, length) {
  const bits = [...bitsOf(2, 4), ...bitsOf(text.length, 9)];
  for (let at = 0; at < text.length; at += 2) {
    const [one, other] = [text[at], text[at + 1]].map((letter) => LETTERS.indexOf(letter ?? ''));
    bits.push(...(text[at + 1] === undefined ? bitsOf(one, 6) : bitsOf(one * 45 + other, 11)));
  }
  bits.push(...Array(Math.min(4, length * 8 - bits.length)).fill(0));
  while (bits.length % 8) bits.push(0);
  const bytes = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(''), 2));
  for (let filler = 0xec; bytes.length < length; filler ^= 0xec ^ 0x11) bytes.push(filler);
  return bytes;
}

/** Product in the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1. @param {number} one @param {number} other */
function product(one, other) {
  let result = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    result = (result << 1) ^ ((result >> 7) * 0x11d);
    result ^= ((other >> bit) & 1) * one;
  }
  return result;
}

/** The remainder that Reed and Solomon append. @param {number[]} data @param {number} degree */
function correctionBytes(data, degree) {
  let divisor = [1];
  for (let at = 0, root = 1; at < degree; at += 1, root = product(root, 2)) {
    divisor = [...divisor, 0].map((value, place) => value ^ product(divisor[place - 1] ?? 0, root));
  }
  const remainder = [...data, ...Array(degree).fill(0)];
  data.forEach((_, at) => {
    const factor = remainder[at];
    divisor.forEach((value, place) => (remainder[at + place] ^= product(value, factor)));
  });
  return remainder.slice(data.length);
}

/** Level and mask with their own correction, masked so that they are never blank. @param {number} level @param {number} mask */
function formatBits(level, mask) {
  const wanted = (level << 3) | mask;
  let rest = wanted;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  return bitsOf(((wanted << 10) | rest) ^ 0x5412, 15);
}

/** @param {number[]} bits @param {(r: number, c: number) => boolean} mask @param {number[]} format */
function drawModules(bits, mask, format) {
  /** @type {(boolean | undefined)[][]} */
  const modules = Array.from({ length: SIZE }, () => Array(SIZE));
  for (const [row, column] of [[0, 0], [0, SIZE - 7], [SIZE - 7, 0]]) drawFinder(modules, row, column);
  for (let at = 8; at < SIZE - 8; at += 1) modules[6][at] = modules[at][6] = at % 2 === 0;
  drawFormat(modules, format);
  let next = 0;
  for (const [row, column] of wayThrough()) {
    if (modules[row][column] === undefined) modules[row][column] = (bits[next++] === 1) !== mask(row, column);
  }
  return /** @type {boolean[][]} */ (modules);
}

/** A corner mark with the light edge around it. @param {(boolean | undefined)[][]} modules @param {number} top @param {number} left */
function drawFinder(modules, top, left) {
  for (let row = -1; row < 8; row += 1) {
    for (let column = -1; column < 8; column += 1) {
      const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
      if (modules[top + row] && left + column >= 0 && left + column < SIZE) modules[top + row][left + column] = ring !== 2 && ring < 4;
    }
  }
}

/** @param {(boolean | undefined)[][]} modules @param {number[]} format the highest bit first */
function drawFormat(modules, format) {
  format.forEach((bit, at) => {
    const down = at < 7 ? SIZE - 1 - at : 0;
    const here = [0, 1, 2, 3, 4, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8][at];
    const there = [8, 8, 8, 8, 8, 8, 8, 8, 7, 5, 4, 3, 2, 1, 0][at];
    modules[there][here] = bit === 1;
    if (at < 7) modules[down][8] = bit === 1;
    else modules[8][SIZE - 15 + at] = bit === 1;
  });
  modules[SIZE - 8][8] = true;
}

/** Two columns at a time from the right, up and down in turn, past the column of the clock. @returns {Generator<[number, number]>} */
function* wayThrough() {
  let up = true;
  for (let right = SIZE - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1) {
      const row = up ? SIZE - 1 - step : step;
      yield [row, right];
      yield [row, right - 1];
    }
    up = !up;
  }
}

/** How hard a camera finds it, by the four rules of the standard. @param {boolean[][]} modules */
function penalty(modules) {
  const columns = modules.map((_, at) => modules.map((row) => row[at]));
  const lines = [...modules, ...columns].map((line) => line.map((dark) => (dark ? '1' : '0')).join(''));
  let sum = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (let at = 0; at <= SIZE - 11; at += 1) if (/^(10111010000|00001011101)/.test(line.slice(at))) sum += 40;
  }
  for (let row = 1; row < SIZE; row += 1) {
    for (let column = 1; column < SIZE; column += 1) {
      const block = new Set([modules[row][column], modules[row - 1][column], modules[row][column - 1], modules[row - 1][column - 1]]);
      if (block.size === 1) sum += 3;
    }
  }
  const dark = modules.flat().filter(Boolean).length / SIZE ** 2;
  return sum + 10 * Math.floor(Math.abs(dark - 0.5) / 0.05);
}
