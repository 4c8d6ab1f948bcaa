/** Whether this tablet can be taken along: what was found out about it, judged. Pure; `trials.js` finds it out. */

/**
 * `open`: nobody tried it yet. `wait`: it works, but something could be better. `bad`: with this it must not be taken along.
 * @typedef {'ok' | 'wait' | 'bad' | 'open'} Standing
 * @typedef {'server' | 'camera' | 'microphone' | 'place'} Tried what is asked for only by a tap
 * @typedef {'secure' | 'offline' | 'persisted' | 'space' | 'clock' | 'person' | 'forms' | Tried} Name
 * @typedef {{name: Name, standing: Standing}} Check
 * @typedef {object} Facts
 * @property {boolean} secure whether the address is one that browsers trust
 * @property {boolean} kept whether the app opens without network
 * @property {boolean} persisted whether the browser promised not to clear what is here
 * @property {number} freeBytes
 * @property {number} clockAhead milliseconds, of {@link clockError}
 * @property {boolean} person whether the PIN of a person locks this tablet
 * @property {number} forms how many can be begun
 * @property {Partial<Record<Tried, Standing>>} tried
 */

const MB = 1e6;
/** Below this a day's photos and recordings may not fit; below the second not even one interview. */
const LITTLE_SPACE = 1000 * MB;
const NO_SPACE = 100 * MB;
/** From so many milliseconds the times in the records would be wrong. */
export const WRONG_CLOCK = 5 * 60_000;
/** What a photo and a minute of sound take at most, as this app writes them. */
const PHOTO = 1 * MB;
const MINUTE_OF_SOUND = 0.5 * MB;

/** @type {readonly Tried[]} */
const TRIED = ['server', 'camera', 'microphone', 'place'];

/** @param {Facts} facts @returns {Check[]} in the order in which they are shown */
export function judge(facts) {
  /** @type {Check[]} */
  const seen = [
    { name: 'secure', standing: facts.secure ? 'ok' : 'bad' },
    { name: 'offline', standing: facts.kept ? 'ok' : 'bad' },
    { name: 'persisted', standing: facts.persisted ? 'ok' : 'wait' },
    { name: 'space', standing: ofSpace(facts.freeBytes) },
    { name: 'clock', standing: Math.abs(facts.clockAhead) < WRONG_CLOCK ? 'ok' : 'bad' },
    { name: 'person', standing: facts.person ? 'ok' : 'bad' },
    { name: 'forms', standing: facts.forms > 0 ? 'ok' : 'bad' },
  ];
  return [...seen, ...TRIED.map((name) => ({ name, standing: facts.tried[name] ?? /** @type {const} */ ('open') }))];
}

/**
 * How wrong this tablet's clock is, without asking anybody: as the server last said, unless it shows a moment before that
 * was said, for then it was set back since, by so much at least.
 * @param {{clockAhead: number, noOrderAt?: string | null} | null} known of the server; noOrderAt: its own time when it last answered
 * @param {number} now in milliseconds, of this tablet
 * @returns {number} milliseconds by which it is ahead; negative when it is behind
 */
export function clockError(known, now) {
  const since = now - Date.parse(known?.noOrderAt ?? '');
  const ahead = known?.clockAhead ?? 0;
  return since <= -WRONG_CLOCK && since < ahead ? since : ahead;
}

/** @param {number} freeBytes @returns {Standing} */
function ofSpace(freeBytes) {
  if (freeBytes < NO_SPACE) return 'bad';
  return freeBytes < LITTLE_SPACE ? 'wait' : 'ok';
}

/**
 * All checks in one: the worst that is among them, and how often.
 * @param {Check[]} checks
 * @returns {{standing: Standing, count: number}}
 */
export function total(checks) {
  const count = (/** @type {Standing} */ standing) => checks.filter((check) => check.standing === standing).length;
  for (const standing of /** @type {const} */ (['bad', 'open', 'wait'])) {
    if (count(standing) > 0) return { standing, count: count(standing) };
  }
  return { standing: 'ok', count: checks.length };
}

/** @param {number} freeBytes @returns {{photos: number, minutes: number}} how much fits: of the one or of the other */
export function roomFor(freeBytes) {
  const round = (/** @type {number} */ many) => (many < 100 ? Math.floor(many) : Math.floor(many / 100) * 100);
  return { photos: round(freeBytes / PHOTO), minutes: round(freeBytes / MINUTE_OF_SOUND) };
}
