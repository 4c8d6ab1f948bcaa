/** How loud it is, as a number for the meter and as a word for everybody. */

/** @typedef {'silent' | 'quiet' | 'good' | 'loud'} Level */

const FLOOR_DB = -60;
const QUIET = 0.25;
const LOUD = 0.95;
const SILENT = 0.02;

/** Looked back over so many measurements for the word, so that a pause between sentences does not change it. */
export const REMEMBERED = 50;

/**
 * @param {Float32Array} samples between -1 and 1
 * @returns {number} 0 for -60 dB and below, 1 for full
 */
export function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) || 1e-12);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

/**
 * The word for what was heard lately: the loudest of it counts.
 * @param {readonly number[]} lately of {@link loudness}
 * @returns {Level}
 */
export function levelOf(lately) {
  const loudest = Math.max(0, ...lately);
  if (loudest < SILENT) return 'silent';
  if (loudest < QUIET) return 'quiet';
  return loudest > LOUD ? 'loud' : 'good';
}
