/** Opens the texts of one form in one language, to be read aloud by somebody who speaks it. */
import { h, replace } from '../dom.js';
import { language as spokenHere, t } from '../i18n.js';
import { go } from '../app/routes.js';
import { talk } from '../app/sender.js';
import { state } from '../app/state.js';
import { noteFormOpen } from '../app/updates.js';
import { holdAwake } from '../lock/keyring.js';
import { titleIn } from '../form/titles.js';
import { listOfferedForms } from '../storage/forms.js';
import { keepPrompt, keepTexts, listPrompts, loadTexts, openPrompt, promptId } from '../storage/prompts.js';
import { toRead } from '../sync/prompts.js';
import { Wire } from '../sync/wire.js';
import { footer, topBar } from './frame.js';
import { heading, homeLink } from './parts.js';

/** @typedef {import('../storage/types.js').KeptForm} KeptForm */
/** @typedef {import('../sync/prompts.js').PromptText} PromptText */

/**
 * @param {HTMLElement} place
 * @param {string} id JSON of the form's key and the code of a language
 * @returns {Promise<import('./fill.js').Close>}
 */
export async function readAloud(place, id) {
  const [key, language] = JSON.parse(id);
  replace(place, topBar(), h('main', null, h('p', { role: 'status' }, t('Opening …'))), footer());
  const form = (await listOfferedForms()).find((each) => each.key === key);
  const texts = form && (await textsOf(form));
  if (!form || !texts) {
    const words = form ? t('The list of what is to be read comes from the network, the first time. Try again when there is one.') : t('This form is no longer on the tablet');
    replace(place, topBar(), h('main', null, heading(words), homeLink()), footer());
    return async () => {};
  }
  const { openReader } = await import('../form/recorder/reader.js');
  const here = (await listPrompts()).filter((prompt) => prompt.form === key && prompt.language === language);
  const page = h('article.page');
  replace(place, h('div.form-screen', null, topBar(), h('main.asking', null, page), footer()));
  noteFormOpen(true); // what was read and not kept yet would be gone with a reload
  const close = openReader(page, {
    title: titleIn(form, spokenHere().code),
    language,
    texts: toRead(texts, language, new Set(here.map(({ textSha256 }) => textSha256))),
    keep: (text, sound) => keep(form, text, sound),
    sound: (text) => soundOf(form, text),
    holdAwake,
    leave: () => go('aloud'),
  });
  return async () => {
    await close();
    noteFormOpen(false);
  };
}

/** As the server has them now, else as it had them last. @param {KeptForm} form @returns {Promise<PromptText[] | null>} */
async function textsOf(form) {
  try {
    const texts = await wire().promptTexts(form.formId, form.version);
    await keepTexts(form.key, texts);
    return texts;
  } catch {
    return loadTexts(form.key);
  }
}

/** @param {KeptForm} form @param {PromptText} text @param {Blob} sound */
async function keep({ key, formId, version }, { language, text_sha256: textSha256 }, sound) {
  const about = { id: promptId(key, language, textSha256), form: key, formId, version, language, textSha256, at: new Date().toISOString() };
  await keepPrompt(about, sound);
  void talk();
}

/** @param {KeptForm} form @param {PromptText} text @returns {Promise<Blob | null>} */
async function soundOf({ key }, { language, text_sha256: textSha256, url }) {
  const here = (await listPrompts()).find(({ id }) => id === promptId(key, language, textSha256));
  if (here) return openPrompt(here).catch(() => null);
  return url ? wire().file(url).catch(() => null) : null;
}

function wire() {
  return new Wire(state.enrolment?.token ?? '');
}
