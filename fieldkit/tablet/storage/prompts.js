/** What was read aloud on this tablet and is not sent yet, and the lists of what a form says. */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/**
 * @typedef {import('./types.js').KeptPrompt} KeptPrompt
 * @typedef {Omit<KeptPrompt, 'person' | 'body'>} About
 * @typedef {import('../sync/prompts.js').PromptText} PromptText
 */

/** One recording for a text; a later one takes its place. @param {string} form @param {string} language @param {string} textSha256 */
export function promptId(form, language, textSha256) {
  return JSON.stringify([form, language, textSha256]);
}

/**
 * @param {About} about
 * @param {Blob} sound
 * @throws {Locked}
 */
export async function keepPrompt(about, sound) {
  const person = currentPerson()?.id;
  if (!person) throw new Locked();
  const body = await sealAtRest(sound, `prompt ${about.id}`);
  await changeUnlessEmptied(['prompts'], (transaction) => transaction.objectStore('prompts').put({ ...about, person, body }));
}

/** @returns {Promise<KeptPrompt[]>} of the person who is signed in */
export async function listPrompts() {
  const person = currentPerson()?.id;
  const kept = await read(['prompts'], (transaction) => transaction.objectStore('prompts').getAll());
  return kept.filter((prompt) => prompt.person === person);
}

/** @param {KeptPrompt} prompt @returns {Promise<Blob>} @throws {Locked} */
export function openPrompt(prompt) {
  return openAtRest(prompt.body, `prompt ${prompt.id}`);
}

/** Let go of what the server has, unless it was read anew meanwhile. @param {KeptPrompt} prompt */
export async function dropPrompt(prompt) {
  await change(['prompts'], async (transaction) => {
    const now = await transaction.objectStore('prompts').get(prompt.id);
    if (now?.at === prompt.at) await transaction.objectStore('prompts').delete(prompt.id);
  });
}

/** @param {string} form @param {PromptText[]} texts as the server listed them last */
export async function keepTexts(form, texts) {
  await changeUnlessEmptied(['settings'], (transaction) => transaction.objectStore('settings').put(texts, `texts ${form}`));
}

/** @param {string} form @returns {Promise<PromptText[] | null>} null when they were never listed here */
export async function loadTexts(form) {
  const kept = await read(['settings'], (transaction) => transaction.objectStore('settings').get(`texts ${form}`));
  return /** @type {PromptText[] | undefined} */ (kept) ?? null;
}
