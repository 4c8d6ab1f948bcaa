/** Where the tablet is, in the words of the XForms specification: "latitude longitude altitude accuracy". */

/** @typedef {{latitude: number, longitude: number, altitude: number | null, accuracy: number}} Position */

const PATIENCE_MS = 30_000;

/**
 * Ask the tablet once.
 *
 * @returns {Promise<Position>} rejects when the person refuses or nothing is found
 */
export function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error('no location on this tablet'));
      return;
    }
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, {
      enableHighAccuracy: true,
      timeout: PATIENCE_MS,
      maximumAge: 0,
    });
  });
}

/**
 * Go on asking, as long as somebody looks.
 *
 * @param {(position: Position) => void} found every place that the tablet reports
 * @param {(problem: unknown) => void} failed why none came; the tablet may still find one later
 * @param {{precise: boolean}} [options] by satellite, which costs more of the battery
 * @returns {() => void} ends it
 */
export function watchPlace(found, failed, { precise } = { precise: true }) {
  if (!navigator.geolocation) {
    failed(new Error('no location on this tablet'));
    return () => {};
  }
  const id = navigator.geolocation.watchPosition(({ coords }) => found(coords), failed, { enableHighAccuracy: precise, timeout: PATIENCE_MS, maximumAge: 0 });
  return () => navigator.geolocation.clearWatch(id);
}

/** The place for a form's `start-geopoint`; empty when the tablet cannot say. */
export async function backgroundLocation() {
  try {
    return geopoint(await locate());
  } catch {
    return '';
  }
}

/** @param {Position} position */
export function geopoint({ latitude, longitude, altitude, accuracy }) {
  return [latitude, longitude, altitude ?? 0, Math.round(accuracy * 10) / 10].join(' ');
}
