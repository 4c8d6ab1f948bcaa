/** The connection as this browser describes it. */
import { networkKind } from '../sync/metered.js';

/** @returns {import('../sync/metered.js').Network} */
export function network() {
  return networkKind(connection());
}

/** @param {() => void} listener called when the browser says that the connection is another */
export function onNetworkChange(listener) {
  connection()?.addEventListener?.('change', listener);
}

function connection() {
  return /** @type {{connection?: import('../sync/metered.js').Connection & Partial<EventTarget>}} */ (globalThis.navigator ?? {}).connection;
}
