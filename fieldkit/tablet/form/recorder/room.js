/** Whether what is to be recorded or chosen fits on this tablet. */

const MEGABYTE = 1e6;

/** Left alone, so that answers can still be kept when sounds and films have taken the rest. */
const RESERVE = 20 * MEGABYTE;

/** Each byte is on the tablet as a piece of the recording, as the draft's file and as the sealed copy, for a moment all three. */
const COPIES = 3;

/** Nobody begins an interview that would end after a few sentences, in seconds. */
const SHORTEST = 10 * 60;

/** From here on the end is said in minutes, in seconds. */
const WARN = 10 * 60;

/** The largest file that the server takes, in bytes (docs/envelope.md: a part of an envelope). */
export const LARGEST_FILE = 1024 ** 3 - 1024 ** 2;

/**
 * @param {StorageManager | undefined} storage
 * @returns {Promise<number>} bytes that are free; Infinity where the browser does not say
 */
export async function freeBytes(storage) {
  try {
    const { quota, usage = 0 } = (await storage?.estimate?.()) ?? {};
    return quota === undefined ? Infinity : Math.max(0, quota - usage);
  } catch {
    return Infinity;
  }
}

/** @param {number} free bytes @param {number} bits per second @returns {number} seconds that can be recorded */
export function secondsLeft(free, bits) {
  return Math.max(0, (free - RESERVE) / ((bits / 8) * COPIES));
}

/**
 * @param {number} free bytes
 * @param {number} bits per second
 * @returns {{may: boolean, need: number}} need: bytes that must be free before a recording begins
 */
export function mayBegin(free, bits) {
  return { may: secondsLeft(free, bits) >= SHORTEST, need: RESERVE + (bits / 8) * COPIES * SHORTEST };
}

/**
 * @param {number} seconds that can still be recorded
 * @returns {'enough' | 'little' | 'none'}
 */
export function roomState(seconds) {
  if (seconds < 1) return 'none';
  return seconds < WARN ? 'little' : 'enough';
}

/**
 * Whether a chosen file can be kept and sent.
 * @param {number} bytes of the file
 * @param {number} free bytes
 * @returns {'fits' | 'too-large' | 'no-room'}
 */
export function fits(bytes, free) {
  if (bytes > LARGEST_FILE) return 'too-large';
  return bytes * (COPIES - 1) + RESERVE > free ? 'no-room' : 'fits';
}
