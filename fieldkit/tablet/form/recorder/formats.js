/** What a recording is written as, and how much of the tablet it takes. */

/** Wanted first to last. WebM stands first because we can give it its length and its index ourselves, see `webm.js`. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4', 'audio/ogg;codecs=opus', 'audio/webm'];

/** Bits per second of speech in one channel, where the form asks for nothing else. */
export const SPEECH = 32_000;

/** What XLSForm's parameter `quality` of a sound means here, in bits per second; `external` is another app's. */
const QUALITIES = new Map([
  ['voice-only', 16_000],
  ['low', 24_000],
  ['normal', 64_000],
]);

/**
 * @param {(type: string) => boolean} isSupported such as `MediaRecorder.isTypeSupported`
 * @returns {string} a type that this browser writes; empty when it writes none of them
 */
export function chooseType(isSupported) {
  return TYPES.find(isSupported) ?? '';
}

/** @param {string} quality as the form says it, or empty @returns {number} bits per second */
export function bitsFor(quality) {
  return QUALITIES.get(quality) ?? SPEECH;
}

/** The type without its codecs, as a file carries it. @param {string} type */
export function plainType(type) {
  return type.split(';')[0].trim();
}

/** @param {number} seconds @returns {string} `3:07` or `1:02:09` */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
