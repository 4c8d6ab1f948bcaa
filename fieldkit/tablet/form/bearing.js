/** Which way a tablet points, from what its sensors report. */

/**
 * @param {{absolute?: boolean, alpha?: number | null, webkitCompassHeading?: number}} reading
 * @returns {number | null} degrees clockwise from north, to one decimal; null when the reading knows no north
 */
export function bearingOf({ absolute, alpha, webkitCompassHeading }) {
  if (typeof webkitCompassHeading === 'number') return oneDecimal(webkitCompassHeading);
  // alpha grows against the clock, see the Device Orientation specification.
  return absolute && typeof alpha === 'number' ? oneDecimal((360 - alpha) % 360) : null;
}

/** @param {number} degrees */
function oneDecimal(degrees) {
  return (Math.round(degrees * 10) / 10) % 360;
}
