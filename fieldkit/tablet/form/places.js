/** Places as XForms writes them. */

/**
 * @param {string} latitude
 * @param {string} longitude
 * @returns {string | null} "latitude longitude 0 0", or null when it is no place on Earth
 */
export function readPlace(latitude, longitude) {
  const [north, east] = [latitude, longitude].map((text) => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.').replace('−', '-'))));
  const onEarth = Math.abs(north) <= 90 && Math.abs(east) <= 180 && !(north === 0 && east === 0);
  return onEarth ? `${north} ${east} 0 0` : null;
}

/** Whether the last place is the first again. @param {readonly string[]} places */
export function isClosed(places) {
  const where = (/** @type {string} */ place) => place.split(/\s+/).slice(0, 2).join(' ');
  return places.length > 1 && where(places[0]) === where(places[places.length - 1]);
}

/** An area ends where it begins. @param {readonly string[]} places @param {boolean} area */
export function withEnd(places, area) {
  return area && !isClosed(places) ? [...places, places[0]] : [...places];
}

/** What {@link coarsened} leaves of a place, in metres: two decimals of a degree are at most 1.11 km. */
export const COARSE_METRES = 1000;

/**
 * A place to about a kilometre: the district and not the door. Its height goes, for it can give the place away.
 *
 * @param {string} place "latitude longitude altitude accuracy"
 */
export function coarsened(place) {
  const [latitude, longitude, , accuracy] = place.split(/\s+/).map(Number);
  const rounded = (/** @type {number} */ degrees) => Math.round(degrees * 100) / 100 || 0;
  return [rounded(latitude), rounded(longitude), 0, Math.max(COARSE_METRES, accuracy || 0)].join(' ');
}

/**
 * Which of two reported places to keep: the surer one, and of two as sure the newer.
 *
 * @template {{accuracy: number}} Position
 * @param {Position | null} best @param {Position} next
 * @returns {Position}
 */
export function surer(best, next) {
  return best && best.accuracy < next.accuracy ? best : next;
}
