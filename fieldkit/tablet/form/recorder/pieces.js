/**
 * What a recording is kept as while it grows: pieces of a few seconds, each on disk before the next begins.
 *
 * @typedef {object} About
 * @property {string} path where it belongs in the record, such as `/data/visit[2]/voice`
 * @property {string} type of the file
 * @property {string} startedAt ISO 8601
 *
 * @typedef {object} Growing one recording under way
 * @property {(blob: Blob) => Promise<void>} piece keeps the next few seconds
 * @property {() => Promise<void>} drop lets all of it go, once the answer is kept
 *
 * @typedef {object} Interrupted a recording whose end never came: a dead battery, a killed browser
 * @property {About} about
 * @property {Blob[]} pieces
 * @property {() => Promise<void>} drop
 *
 * @typedef {object} Keeper
 * @property {(about: About) => Promise<Growing>} begin
 * @property {() => Promise<Interrupted[]>} interrupted those of this draft, the oldest first
 */

import { chooseType, plainType } from './formats.js';
import { joinWebm } from './webm.js';

const WEBM = 'audio/webm';

/** Keeps nothing: for a screen whose recordings are short enough to be made again. @type {Keeper} */
export const NO_KEEPER = {
  begin: async () => ({ piece: async () => {}, drop: async () => {} }),
  interrupted: async () => [],
};

/**
 * The pieces as one file that can be wound.
 *
 * @param {Blob[]} pieces
 * @param {string} type of the file
 * @param {Blob} [earlier] what it goes on from, of the same type
 * @returns {Promise<File>}
 */
export async function fileOf(pieces, type, earlier) {
  const recorded = new Blob(pieces, { type });
  const parts = earlier ? [earlier, recorded] : [recorded];
  const joined = type === WEBM ? await joinWebm(parts) : null;
  if (earlier && !joined) throw new Error('the two recordings do not fit together');
  // What is no stream of ours is kept as the browser wrote it.
  return new File([joined?.blob ?? recorded], 'recording', { type });
}

/**
 * Whether this browser can add to a recording.
 *
 * @param {Blob | null} file what was recorded until now
 */
export function canGoOn(file) {
  if (!file) return true;
  return file.type === WEBM && plainType(chooseType((type) => MediaRecorder.isTypeSupported(type))) === WEBM;
}
