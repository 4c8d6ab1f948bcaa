/** Keeps what is put beside a form at each change, so that neither a reload nor a lock loses it. */
import { onLock } from '../lock/keyring.js';
import { keepJotted, loadJotted, loadJottedPhoto } from '../storage/jotted.js';

/** What is not on disk yet. @type {Set<Promise<void>>} */
const underWay = new Set();

onLock(() => Promise.all(underWay));

/** @param {string} place such as `addition uuid:…` @returns {Promise<any>} what was jotted down there last, null when it was nothing */
export async function jotted(place) {
  await settled();
  return loadJotted(place);
}

/** @param {string} place @returns {Promise<Blob | null>} the photo that was put there last */
export async function jottedPhoto(place) {
  await settled();
  return loadJottedPhoto(place);
}

/** Resolves when nothing is on its way to the disk any more, so that nothing comes after what follows. */
export async function settled() {
  await Promise.allSettled(underWay);
}

/**
 * @template [Value=unknown]
 * @param {string} place
 * @param {(place: string, value: Value | null) => Promise<void>} [keep]
 * @returns {(value: Value | null) => Promise<void>} keeps it, null for nothing; of several in a hurry the last one counts. It resolves
 *   when that one is on disk.
 */
export function jotting(place, keep = keepJotted) {
  /** @type {{value: Value | null} | null} */
  let next = null;
  /** @type {Promise<void> | null} */
  let running = null;

  async function run() {
    try {
      while (next) {
        const { value } = next;
        next = null;
        await keep(place, value);
      }
    } finally {
      running = null; // in the same step in which nothing is left: whoever comes next begins anew
    }
  }

  function begin() {
    const work = run().finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  }

  return (value) => {
    next = { value };
    running ??= begin();
    return running;
  };
}
