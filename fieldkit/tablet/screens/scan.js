/** Reading the square picture with the camera, where the browser can. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';

/**
 * @typedef {{detect: (source: CanvasImageSource) => Promise<{rawValue: string}[]>}} Detector
 * @typedef {new (options: {formats: string[]}) => Detector} DetectorClass
 */

/** @returns {DetectorClass | undefined} */
function detectorClass() {
  return /** @type {any} */ (globalThis).BarcodeDetector;
}

export function canScan() {
  return Boolean(detectorClass() && navigator.mediaDevices);
}

/**
 * Show what the camera sees until there is a picture to read, or the person stops.
 * @param {HTMLElement} place
 * @returns {Promise<string | null>} what it says
 * @throws {DOMException} when there is no camera or it may not be used
 */
export async function scan(place) {
  const Detects = detectorClass();
  if (!Detects) return null;
  const detector = new Detects({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const video = h('video', { autoplay: true, muted: true, playsinline: true, 'aria-label': t('What the camera sees') });
  let stopped = false;
  const stop = h('button.quiet', { id: 'stop-scan', type: 'button', onclick: () => (stopped = true) }, t('Stop'));
  video.srcObject = stream;
  replace(place, video, stop);
  place.hidden = false;
  try {
    await video.play();
    return await firstFound(detector, video, () => stopped || !video.isConnected);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    place.hidden = true;
    replace(place);
  }
}

/** @param {Detector} detector @param {HTMLVideoElement} video @param {() => boolean} stopped */
async function firstFound(detector, video, stopped) {
  while (!stopped()) {
    const [found] = await detector.detect(video);
    if (found) return found.rawValue;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return null;
}
