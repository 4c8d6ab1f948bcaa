/** Moments at which whatever runs beside the questions must hear of it: a pause, going on, stopping to go safe. */

/** @typedef {'pause' | 'go-on' | 'stop'} Interruption `stop`: the person leaves; what was recorded is kept until they choose */
/** @typedef {(kind: Interruption) => unknown} Listener may return a promise */

/** @type {Set<Listener>} */
const listeners = new Set();

/**
 * @param {Listener} listener
 * @returns {() => void} stops listening
 */
export function onInterruption(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Tell everybody who listens, and wait until all have done what they must. It never rejects: a recorder that fails must not hold
 * back a person who goes.
 *
 * @param {Interruption} kind
 */
export async function interrupt(kind) {
  await Promise.allSettled([...listeners].map(async (listener) => listener(kind)));
}
