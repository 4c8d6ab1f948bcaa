/** The name of the window: what the list of open apps, the history and a screen reader say first. */
import { state } from './state.js';

/**
 * @param {string} words of the screen; empty on a screen that should say nothing about itself
 */
export function nameScreen(words) {
  document.title = [words, state.settings.title].filter(Boolean).join(' · ');
}
