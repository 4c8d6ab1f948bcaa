/** Loads the form engine and the form's screen: the larger half of the app, and needed only when a form is opened. */
import { state } from '../app/state.js';

/** @typedef {[typeof import('../engine/adapter.js'), typeof import('../form/screen.js')]} Engine */

/** How long after the start a browser that cannot say when it is idle is left alone, in milliseconds. */
const LATER_MS = 1500;

/** @type {Promise<Engine> | null} */
let loading = null;

/** @returns {Promise<Engine>} once loaded it is at hand at once; after a failure the next call tries again */
export function loadEngine() {
  if (!loading) {
    loading = Promise.all([import('../engine/adapter.js'), import('../form/screen.js')]);
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/** Load it while nobody waits, so that the first form opens as fast as the second. */
export function warmEngine() {
  const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, LATER_MS));
  whenIdle(() => {
    if (state.enrolment) void loadEngine().catch(() => {}); // whoever opens a form is told
  });
}
