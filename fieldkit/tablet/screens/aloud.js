/** Read the questions aloud: which form, in which language. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { address } from '../app/routes.js';
import { listOfferedForms } from '../storage/forms.js';
import { empty, heading, homeLink, item, link, list } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function aloud() {
  const forms = (await listOfferedForms()).filter((form) => form.languages.length > 0 && !form.practice);
  return [
    heading(t('Read the questions aloud')),
    h('p', null, t('Do you speak one of these languages well? Read the questions, so that people who do not read can answer them too. A coordinator listens to what you read before others hear it.')),
    forms.length ? list(forms.map(formItem)) : empty(t('There is no form on this tablet yet. When your coordinator has published one, it appears here.')),
    homeLink(),
  ];
}

/** @param {import('../storage/types.js').KeptForm} form @param {number} at */
function formItem(form, at) {
  const actions = form.languages.map(({ name, code }, i) => link(`aloud-${at}-${i}`, called(name), 'read', JSON.stringify([form.key, code]), { quiet: true, picture: 'microphone', about: `aloud-form-${at}` }));
  return item({ id: `aloud-form-${at}`, title: form.title, picture: 'page', lines: [], actions });
}

/** A language as the form names it. @param {string} name */
function called(name) {
  return name === 'default' ? t('Read') : name.replace(/\s*\([\w-]+\)\s*$/, '');
}

/** The way there, from About. */
export function aloudLink() {
  return h('a.btn.quiet', { id: 'aloud', href: address('aloud') }, t('Read the questions aloud'));
}
