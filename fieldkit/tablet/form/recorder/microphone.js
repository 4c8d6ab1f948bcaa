/** The microphone: asking for it, hearing how loud it is, and knowing when it is gone. */

import { loudness } from './loudness.js';

/** @typedef {'unsupported' | 'refused' | 'absent' | 'busy'} MicrophoneTrouble */

/** The microphone cannot be had, and why. */
export class NoMicrophone extends Error {
  /** @param {MicrophoneTrouble} reason */
  constructor(reason) {
    super(`no microphone: ${reason}`);
    this.name = 'NoMicrophone';
    this.reason = reason;
  }
}

/** One channel is enough for a voice, and takes half the room. */
const VOICE = { channelCount: { ideal: 1 }, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * @param {Pick<MediaDevices, 'getUserMedia'> | undefined} devices
 * @returns {Promise<MediaStream>}
 * @throws {NoMicrophone}
 */
export async function openMicrophone(devices = navigator.mediaDevices) {
  if (!devices || typeof MediaRecorder === 'undefined') throw new NoMicrophone('unsupported');
  try {
    return await devices.getUserMedia({ audio: VOICE });
  } catch (error) {
    throw new NoMicrophone(reasonOf(error));
  }
}

/** @param {unknown} error of `getUserMedia` @returns {MicrophoneTrouble} */
export function reasonOf(error) {
  const name = /** @type {{name?: string}} */ (error)?.name ?? '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'absent';
}

/** @param {MediaStream} stream */
export function closeMicrophone(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * @param {MediaStream} stream
 * @returns {{measure: () => number, close: () => void}} measure: how loud it is now, 0 to 1
 */
export function listenTo(stream) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    measure() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => void context.close().catch(() => {}),
  };
}
