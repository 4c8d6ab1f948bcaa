/** The one switch for both languages on a form's screen: of its questions, and of the app's own words. */

import { createRenderEffect, createSignal } from 'solid-js';
import { h, icon, replace } from '../dom.js';
import { language, t } from '../i18n.js';
import { directionOf, langOf, ownName } from './direction.js';

/**
 * The languages of the app's own words.
 *
 * @typedef {object} Spoken
 * @property {readonly {code: string, name: string, direction: 'ltr' | 'rtl'}[]} languages
 * @property {(code: string) => Promise<boolean>} speak false when the language cannot be had now
 * @property {() => string} failed what to say then
 */

const FIELD = 'form-language';

/**
 * A form and the app may each speak languages that the other does not: a choice changes only what it names.
 *
 * @param {import('../engine/types.js').FormSession} session
 * @param {Spoken | undefined} spoken
 * @returns {{field: HTMLElement | null, trouble: HTMLElement}}
 */
export function languageSwitch(session, spoken) {
  const [failed, setFailed] = createSignal(false);
  const trouble = h('span.pill.wait', { role: 'status' });
  createRenderEffect(() => replace(trouble, ...(failed() && spoken ? [icon('warn'), spoken.failed()] : [])));
  const ofQuestions = session.languages.length > 1 ? session.languages.map(questionOption) : [];
  const ofApp = spoken && spoken.languages.length > 1 ? spoken.languages.map((each) => appOption(each, ofQuestions.length > 0)) : [];
  if (ofQuestions.length + ofApp.length === 0) return { field: null, trouble };

  const field = h('select', { id: FIELD, 'aria-label': ofApp.length ? t('Language') : t('Language of the questions') }, ...grouped(ofQuestions, ofApp));
  const follow = () => {
    field.value = ofQuestions.length ? questionValue(session.language?.name ?? '') : appValue(language().code);
  };
  field.addEventListener('change', async () => {
    const question = session.languages.find(({ name }) => questionValue(name) === field.value);
    if (question) return session.setLanguage(question.name);
    const code = spoken?.languages.find((each) => appValue(each.code) === field.value)?.code ?? '';
    follow();
    setFailed(!(await spoken?.speak(code)));
    document.getElementById(FIELD)?.focus({ preventScroll: true }); // the head was drawn anew
  });
  createRenderEffect(follow);
  return { field: h('span.language', null, icon('language'), field), trouble };
}

/** @param {HTMLElement[]} ofQuestions @param {HTMLElement[]} ofApp */
function grouped(ofQuestions, ofApp) {
  if (ofQuestions.length === 0 || ofApp.length === 0) return [...ofQuestions, ...ofApp];
  return [h('optgroup', { label: t('Language of the questions') }, ...ofQuestions), h('optgroup', { label: t('Language of the app') }, ...ofApp)];
}

/** Each name in its own script. @param {import('../engine/types.js').FormLanguage} of */
function questionOption(of) {
  return h('option', { value: questionValue(of.name), lang: langOf(of), dir: directionOf(of.code) }, ownName(of));
}

/** @param {Spoken['languages'][number]} of @param {boolean} marked whether a tick must tell the one in use */
function appOption({ code, name, direction }, marked) {
  return h('option', { value: appValue(code), lang: code, dir: direction }, marked && code === language().code ? `${name} ✓` : name);
}

/** @param {string} name */
function questionValue(name) {
  return `questions ${name}`;
}

/** @param {string} code */
function appValue(code) {
  return `app ${code}`;
}
