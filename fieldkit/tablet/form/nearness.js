/** How far choices with a place of their own are from here. */

/** @typedef {{latitude: number, longitude: number}} Spot */

const EARTH_RADIUS_M = 6_371_008.8;

/** Whether a choice says where it is. @param {{properties: readonly (readonly [string, string])[]}} option */
export function hasPlace(option) {
  return spotOf(option) !== null;
}

/**
 * The place of a choice: the first point of its `geometry`, as XForms writes it.
 *
 * @param {{properties: readonly (readonly [string, string])[]}} option
 * @returns {Spot | null}
 */
export function spotOf({ properties }) {
  const geometry = properties.find(([name]) => name === 'geometry')?.[1] ?? '';
  const [latitude, longitude] = geometry.trim().split(/[\s;]+/).map(Number);
  return Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude, longitude } : null;
}

/**
 * Along the surface of a sphere, by the haversine formula (Sinnott, Sky and Telescope 68, 1984).
 *
 * @param {Spot} one @param {Spot} other
 * @returns {number} metres
 */
export function metresBetween(one, other) {
  const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
  const north = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const east = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const share = north + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * east;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(share)));
}

/**
 * The nearest first; choices that do not say where they are last, in the form's order.
 *
 * @template {{properties: readonly (readonly [string, string])[]}} Option
 * @param {readonly Option[]} options
 * @param {Spot} here
 * @returns {{option: Option, metres: number | null}[]}
 */
export function byDistance(options, here) {
  const measured = options.map((option) => {
    const spot = spotOf(option);
    return { option, metres: spot ? metresBetween(here, spot) : null };
  });
  return measured.sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || 0);
}
