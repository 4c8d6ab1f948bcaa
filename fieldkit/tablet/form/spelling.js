/** A code read aloud letter by letter, by a voice that is on this tablet: a voice from elsewhere would hear the code. */

/** @param {string} code @returns {string} what a voice says one by one; a dash is a pause */
export function spelled(code) {
  return [...code.replace(/[^\p{L}\p{N}]+/gu, ',')].join(' ').replace(/ ,/g, ',');
}

/**
 * @param {string} language code of the language to speak
 * @returns {SpeechSynthesisVoice | null} of this tablet, in that language, else in English; null when there is none
 */
export function ownVoice(language) {
  const voices = (globalThis.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService);
  const speaks = (/** @type {string} */ code) => voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === code.toLowerCase().split('-')[0]);
  return speaks(language) ?? speaks('en') ?? null;
}

/** @param {string} code @param {SpeechSynthesisVoice} voice */
export function spell(code, voice) {
  const words = new SpeechSynthesisUtterance(spelled(code));
  Object.assign(words, { voice, lang: voice.lang, rate: 0.6 });
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

/** @param {() => void} changed called when the voices of this tablet have become known @returns {() => void} stops listening, and the voice */
export function onVoices(changed) {
  const speech = globalThis.speechSynthesis;
  speech?.addEventListener?.('voiceschanged', changed);
  return () => {
    speech?.removeEventListener?.('voiceschanged', changed);
    speech?.cancel();
  };
}
