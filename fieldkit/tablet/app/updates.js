/**
 * The service worker and its next version. A new version installs beside the old one, whole, and takes over only when
 * no form is open in any tab; this tab then loads it.
 */
import { isHeldAwake } from '../lock/keyring.js';
import { ifNoFormIsOpen, unlessUnderWay } from './locks.js';
import { state, update } from './state.js';

/** @type {ServiceWorkerRegistration | null} */
let registration = null;
let formOpen = false;
let reloadWanted = false;

/** Milliseconds after which a version that waits, or is to be loaded, tries again: nobody says when another tab is free. */
const AGAIN = 2000;
/** Milliseconds for which a change of version keeps forms closed and records here; then it goes on without. */
const LONGEST = 5000;
/** @type {ReturnType<typeof setInterval> | undefined} */
let trying;

/** A visit or a recording is no moment for the PIN screen either, which comes with every reload. */
const isBusy = () => formOpen || isHeldAwake();

/** Keep the app on this tablet, and look for a new version now, when the network comes back, when the app is looked at. */
export async function keepApp() {
  if (!navigator.serviceWorker) return;
  // The first worker takes over a page that came from the network with the very same files: nothing to load anew.
  let hasVersion = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hasVersion) reloadWhenFree();
    hasVersion = true;
  });
  window.addEventListener('online', () => void install());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void install();
  });
  await install();
}

/** Without network nothing new can be fetched; what was kept before goes on working. */
async function install() {
  if (state.erasure) return; // an emptied tablet keeps no app
  try {
    const known = registration;
    registration = await navigator.serviceWorker.register('/tablet/sw.js', { scope: '/tablet/', updateViaCache: 'none' });
    if (registration === known) await registration.update();
    else followUpdates(registration);
    await offerTakeOver();
  } catch {
    // tried again at the next of these moments
  }
}

/** @param {ServiceWorkerRegistration} followed */
function followUpdates(followed) {
  const follow = () => followed.installing?.addEventListener('statechange', () => void offerTakeOver());
  followed.addEventListener('updatefound', follow);
  follow();
}

/** @returns {Promise<boolean>} whether the app opens without network */
export async function isKept() {
  return Boolean((await navigator.serviceWorker?.getRegistration('/tablet/'))?.active);
}

/** @param {boolean} open whether a form is open in this tab */
export function noteFormOpen(open) {
  formOpen = open;
  if (!open) comeNearer();
}

/** Go on towards the new version, as far as it is possible now. */
function comeNearer() {
  if (reloadWanted) reloadWhenFree();
  else void offerTakeOver();
}

async function offerTakeOver() {
  const newVersion = Boolean(registration?.waiting && registration.active);
  if (newVersion !== state.newVersion) update({ newVersion });
  if (!newVersion) return;
  trying ??= setInterval(comeNearer, AGAIN);
  if (isBusy()) return;
  await ifNoFormIsOpen(async () => void (await unlessUnderWay('upload', takeOver)));
}

/**
 * Nothing is sent until it is over: a request in the very moment in which the old version stops starts it again, and
 * Chromium then waits until nothing was asked for in half a minute.
 */
async function takeOver() {
  const over = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    setTimeout(resolve, LONGEST);
  });
  registration?.waiting?.postMessage('take-over');
  await over;
}

function reloadWhenFree() {
  reloadWanted = true;
  trying ??= setInterval(comeNearer, AGAIN);
  if (isBusy()) return;
  clearInterval(trying); // a page that is slow to come is not asked for twice
  location.reload();
}
