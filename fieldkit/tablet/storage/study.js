/** A tablet goes from one study to another: only when it holds nothing any more that would be lost with the first. */
import { change, read } from './database.js';

/**
 * @typedef {import('./database.js').Transaction} Transaction
 * @typedef {object} Left what everybody who uses this tablet has not brought to an end; numbers
 * @property {number} drafts
 * @property {number} ready
 * @property {number} needsYou
 * @property {number} visits under way, or not written down
 * @property {number} prompts read aloud and not sent
 * @property {number} additions to locked records that are not locked
 */

/** @type {import('./database.js').StoreName[]} */
const HOLDING = ['drafts', 'outbox', 'visits', 'prompts', 'settings'];
/** What stands for the study that is left: nothing can be added to its records any more, and who comes next need not see them. */
/** @type {import('./database.js').StoreName[]} */
const OF_THE_STUDY = ['people', 'recordings', 'sent', 'forms', 'blobs'];
/** Settings that are somebody's, ids in the clear, the rest under a key that nobody has when they are gone; and when a copy was saved. */
const THEIRS = /^(jotted|returned|arrived|flag) |^spareCopy$/;
const ADDITION = /^jotted (\S+) (?:photo )?addition (.*)$/;

/** @returns {Promise<Left>} */
export function whatIsLeft() {
  return read(HOLDING, countLeft);
}

/**
 * Join another study: whoever used this tablet, and what was theirs, is forgotten, with the receipts and the forms of that study.
 * Something added to an old record would be sealed to the new study.
 * @param {import('./types.js').Enrolment} enrolment
 * @returns {Promise<Left>} as it was; unless all of it is 0, nothing was changed
 */
export function changeStudy(enrolment) {
  return change([...HOLDING, ...OF_THE_STUDY], async (transaction) => {
    const left = await countLeft(transaction);
    if (holdsAnything(left)) return left;
    for (const store of OF_THE_STUDY) await transaction.objectStore(store).clear();
    const settings = transaction.objectStore('settings');
    for (const key of await settings.getAllKeys()) {
      if (THEIRS.test(String(key))) await settings.delete(key);
    }
    await settings.put(enrolment, 'enrolment');
    return left;
  });
}

/** @param {Left} left */
export function holdsAnything(left) {
  return Object.values(left).some((count) => count > 0);
}

/** @param {Transaction} transaction @returns {Promise<Left>} */
async function countLeft(transaction) {
  const waiting = await transaction.objectStore('outbox').getAll();
  const needsYou = waiting.filter(({ state }) => state === 'needs-you').length;
  const keys = (await transaction.objectStore('settings').getAllKeys()).map(String);
  return {
    drafts: await transaction.objectStore('drafts').count(),
    ready: waiting.length - needsYou,
    needsYou,
    visits: await transaction.objectStore('visits').count(),
    prompts: await transaction.objectStore('prompts').count(),
    additions: new Set(keys.flatMap((key) => ADDITION.exec(key)?.slice(1).join(' ') ?? [])).size,
  };
}
