/** Reading forms aloud, over the wire: what is missing, and sending what was read. */
import { Obstacle } from './obstacle.js';

/**
 * @typedef {'own' | 'accepted' | 'received' | 'refused' | 'missing'} PromptState `received`: somebody must listen to it first
 * @typedef {{language: string, kind: 'question' | 'hint' | 'choice' | 'constraint' | 'required', text: string, text_sha256: string, state: PromptState, url: string | null}} PromptText
 * @typedef {import('../storage/types.js').KeptPrompt} KeptPrompt
 * @typedef {object} Shelf where what was read is kept
 * @property {() => Promise<KeptPrompt[]>} listPrompts
 * @property {(prompt: KeptPrompt) => Promise<Blob>} openPrompt
 * @property {(prompt: KeptPrompt) => Promise<void>} dropPrompt
 */

/**
 * Send what was read. What the server will never take goes too: its form says something else by now.
 * @param {Shelf} shelf
 * @param {import('./wire.js').Wire} wire
 * @throws {Obstacle} what was not sent stays
 */
export async function sendPrompts(shelf, wire) {
  for (const prompt of await shelf.listPrompts()) {
    const sound = await shelf.openPrompt(prompt);
    try {
      await wire.putPrompt(prompt, sound);
    } catch (error) {
      if (!(error instanceof Obstacle) || error.reason !== 'refused') throw error;
    }
    await shelf.dropPrompt(prompt);
  }
}

/**
 * The texts of a form in one language that the person may read: those without a sound of the form's own.
 * @param {readonly PromptText[]} texts
 * @param {string} language
 * @param {ReadonlySet<string>} here hashes of texts that were read here and are not sent yet
 * @returns {(PromptText & {waiting: boolean})[]}
 */
export function toRead(texts, language, here) {
  const mine = texts.filter((text) => text.language === language && text.state !== 'own');
  return mine.map((text) => ({ ...text, waiting: here.has(text.text_sha256) }));
}

/** Whether somebody must read it, or read it again. @param {{state: PromptState, waiting: boolean}} text */
export function isOpen({ state, waiting }) {
  return !waiting && (state === 'missing' || state === 'refused');
}
