/** One editor for a draft, one upload at a time, no change of version while a form is open: over all tabs. */

const FORM_OPEN = 'fieldkit-form-open';

/**
 * Do something unless another tab, or this one, is doing it already.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result | null>} null when it was under way elsewhere
 */
export async function unlessUnderWay(name, work) {
  return await navigator.locks.request(`fieldkit-${name}`, { ifAvailable: true }, async (lock) => (lock ? await work() : null));
}

/** @typedef {() => Promise<void>} Release resolves when what was held is free again */

/**
 * Take a draft for this tab.
 * @param {string} id
 * @returns {Promise<Release | null>} gives it back; null when another tab has it
 */
export async function takeDraft(id) {
  const draft = await hold(`fieldkit-draft-${id}`, { ifAvailable: true });
  if (!draft) return null;
  const open = await hold(FORM_OPEN, { mode: 'shared' });
  return async () => {
    await Promise.all([draft(), open?.()]);
  };
}

/**
 * Take what is written beside a form, such as an addition, for this tab.
 * @param {string} what
 * @returns {Promise<Release | null>} gives it back; null when another tab has it
 */
export function takeForTab(what) {
  return hold(`fieldkit-${what}`, { ifAvailable: true });
}

/**
 * Do something when what other tabs, or this one, are doing under the same name is over.
 * @param {string} name
 * @param {() => Promise<void>} work
 */
export async function inTurn(name, work) {
  await navigator.locks.request(`fieldkit-${name}`, work);
}

/** @param {() => Promise<void>} work done only if no form is open in any tab; until it is over none is opened */
export async function ifNoFormIsOpen(work) {
  await navigator.locks.request(FORM_OPEN, { ifAvailable: true }, async (lock) => (lock ? await work() : undefined));
}

/**
 * @param {string} name @param {LockOptions} options
 * @returns {Promise<Release | null>} null when it was not free
 */
function hold(name, options) {
  return new Promise((resolve, reject) => {
    /** @type {(value?: unknown) => void} */
    let letGo;
    const over = navigator.locks.request(name, options, (lock) => {
      if (!lock) return resolve(null);
      resolve(async () => {
        letGo();
        await over;
      });
      return new Promise((release) => {
        letGo = release;
      });
    });
    over.catch(reject);
  });
}
