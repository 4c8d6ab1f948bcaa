/** Reading codes with the camera, where the browser can: the square picture that enrols a tablet, and barcodes in forms. */
import { h, icon, replace } from './dom.js';
import { t } from './i18n.js';

/**
 * @typedef {{detect: (source: CanvasImageSource) => Promise<{rawValue: string}[]>}} Detector
 * @typedef {{new (options?: {formats: string[]}): Detector, getSupportedFormats?: () => Promise<string[]>}} DetectorClass
 */

/** Between two looks at the camera's picture, in milliseconds: more often costs battery and finds nothing sooner. */
const LOOK_EVERY_MS = 120;

/** @returns {DetectorClass | undefined} */
function detectorClass() {
  return /** @type {any} */ (globalThis).BarcodeDetector;
}

/** Whether this browser can read codes at all; Chromium on a desk computer and Safari cannot. */
export function canScan() {
  return Boolean(detectorClass() && navigator.mediaDevices);
}

/**
 * Show what the camera sees until there is a code to read, or the person stops.
 * @param {HTMLElement} place
 * @param {readonly string[]} [formats] such as `['qr_code']`; without them every kind that the browser knows
 * @returns {Promise<string | null>} what it says; null when the person stopped or went away
 * @throws {DOMException} when there is no camera or it may not be used
 */
export async function scan(place, formats) {
  const Detects = detectorClass();
  if (!Detects) return null;
  const detector = await detectorFor(Detects, formats);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const video = h('video', { autoplay: true, muted: true, playsinline: true, 'aria-label': t('What the camera sees') });
  let stopped = false;
  const stop = h('button.quiet', { id: 'stop-scan', type: 'button', onclick: () => (stopped = true) }, icon('stop'), t('Stop'));
  video.srcObject = stream;
  replace(place, video, h('div.row', null, stop, torchButton(stream)));
  place.hidden = false;
  try {
    video.play().catch(() => {}); // it may never come, and Stop must work all the same
    return await firstFound(detector, video, () => stopped || !video.isConnected);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    place.hidden = true;
    replace(place);
  }
}

/** @param {DetectorClass} Detects @param {readonly string[]} [formats] */
async function detectorFor(Detects, formats) {
  const known = (await Detects.getSupportedFormats?.()) ?? [];
  const wanted = formats ?? known;
  return wanted.length > 0 ? new Detects({ formats: [...wanted] }) : new Detects();
}

/** A light, on tablets whose camera has one that a page may switch. @param {MediaStream} stream */
function torchButton(stream) {
  const [track] = stream.getVideoTracks();
  const able = /** @type {{torch?: boolean}} */ (track?.getCapabilities?.() ?? {});
  if (!able.torch) return null;
  let on = false;
  const button = h('button.quiet', { id: 'torch', type: 'button', 'aria-pressed': 'false' }, icon('light'), t('Light'));
  button.addEventListener('click', async () => {
    on = !on;
    button.setAttribute('aria-pressed', String(on));
    await track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));
  });
  return button;
}

/** @param {Detector} detector @param {HTMLVideoElement} video @param {() => boolean} stopped */
async function firstFound(detector, video, stopped) {
  while (!stopped()) {
    const [found] = video.readyState < video.HAVE_CURRENT_DATA ? [] : await detector.detect(video);
    if (found?.rawValue) return found.rawValue;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
