/** Which records go over which network: whoever pays by the megabyte chooses what may use it. */

/** Below this a sealed record is small, in bytes. */
export const SMALL_BYTES = 1_000_000;

/**
 * @typedef {'all' | 'small'} Choice everything at once; or only small records where data may cost money
 * @typedef {'paid' | 'free' | 'unknown'} Network what the browser says of the connection; most say nothing
 * @typedef {{saveData?: boolean, type?: string}} Connection `navigator.connection`, where there is one
 */

/**
 * @param {Connection | undefined} connection
 * @returns {Network} paid also when the person asked the browser to save data
 */
export function networkKind(connection) {
  if (connection?.saveData || connection?.type === 'cellular') return 'paid';
  return connection?.type === 'wifi' || connection?.type === 'ethernet' ? 'free' : 'unknown';
}

/** @param {import('../sealing/envelope.js').Header} header @returns {number} bytes of the sealed record */
export function sealedBytes(header) {
  return header.parts.reduce((sum, part) => sum + part.bytes, 0);
}

/**
 * Whether a record waits for Wi-Fi, or for somebody who says that it may go. A network of which the browser says
 * nothing may be one that costs money.
 * @param {import('../sealing/envelope.js').Header} header
 * @param {Choice} choice
 * @param {Network} network
 */
export function waitsForWifi(header, choice, network) {
  return choice === 'small' && network !== 'free' && sealedBytes(header) >= SMALL_BYTES;
}
