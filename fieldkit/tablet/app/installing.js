/** The app on the home screen: whether it is there, and the browser's own offer to put it there. */
/** @typedef {'apple' | 'android' | 'other'} Platform */
/** @typedef {Event & {prompt: () => Promise<unknown>}} Offer what Chromium hands over; others have only their menu */

/** @type {Offer | null} */
let offer = null;

/**
 * Keep the browser's offer for the screen that explains it, rather than have it appear over a question.
 * @param {() => void} changed called when there is an offer, or no longer one
 */
export function listenForOffer(changed) {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = /** @type {Offer} */ (event);
    changed();
  });
  window.addEventListener('appinstalled', () => {
    offer = null;
    changed();
  });
}

/** Whether this window was opened from the home screen. */
export function isInstalled() {
  return matchMedia('(display-mode: standalone)').matches || /** @type {{standalone?: boolean}} */ (navigator).standalone === true;
}

export function canInstall() {
  return offer !== null;
}

/** Let the browser ask the person. An offer holds once. */
export async function install() {
  const made = offer;
  offer = null;
  await made?.prompt();
}

/**
 * Which way of installing to show first. An iPad calls itself a Mac, but is touched.
 * @param {{userAgent: string, maxTouchPoints: number}} of
 * @returns {Platform}
 */
export function platformOf({ userAgent, maxTouchPoints }) {
  if (/iPad|iPhone|iPod/.test(userAgent)) return 'apple';
  if (/Macintosh/.test(userAgent) && maxTouchPoints > 1) return 'apple';
  return /Android/.test(userAgent) ? 'android' : 'other';
}
