/** The language of the app's own words, and what to say when it cannot be had. */
import { setLanguage, t } from '../i18n.js';
import { saveLanguageChoice } from '../storage/settings.js';

/**
 * Speak another language from now on.
 * @param {string} code
 * @returns {Promise<boolean>} false when its words are not on the tablet and cannot be fetched: the old language stays
 */
export async function speakFromNow(code) {
  try {
    await setLanguage(code);
  } catch {
    return false;
  }
  await saveLanguageChoice(code).catch(() => {}); // it holds until the app is closed
  return true;
}

export function notSpokenYet() {
  return t('That language is not on this tablet yet. Try again when there is a network.');
}
