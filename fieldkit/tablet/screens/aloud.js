/** Read the questions aloud: which form, in which language. */
import { h, icon } from '../dom.js';
import { language, t } from '../i18n.js';
import { address } from '../app/routes.js';
import { langOf, ownName } from '../form/direction.js';
import { titleIn } from '../form/titles.js';
import { listOfferedForms } from '../storage/forms.js';
import { empty, heading, homeLink, item, link, list } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */

/** @returns {Promise<Child[]>} */
export async function aloud() {
  const forms = (await listOfferedForms()).filter((form) => form.languages.length > 0 && !form.practice);
  return [
    heading(t('Read the questions aloud')),
    h('p', null, t('Do you speak one of these languages well? Read the questions, so that people who do not read can answer them too. A coordinator listens to what you read before others hear it.')),
    forms.length ? list(forms.map(formItem)) : empty('page', t('There is no form on this tablet yet. When your coordinator has published one, it appears here.')),
    homeLink(),
  ];
}

/** @param {import('../storage/types.js').KeptForm} form @param {number} at */
function formItem(form, at) {
  const actions = form.languages.map((each, i) => link(`aloud-${at}-${i}`, called(each), 'read', JSON.stringify([form.key, each.code]), { quiet: true, picture: 'microphone', about: `aloud-form-${at}` }));
  return item({ id: `aloud-form-${at}`, title: titleIn(form, language().code), picture: 'page', lines: [], actions });
}

/** A language as it calls itself. @param {import('../engine/types.js').FormLanguage} spoken */
function called(spoken) {
  return spoken.name === 'default' ? t('Read') : h('bdi', { lang: langOf(spoken) }, ownName(spoken));
}

/** The way there, from About. */
export function aloudLink() {
  return h('a.btn.quiet', { id: 'aloud', href: address('aloud') }, icon('sound'), t('Read the questions aloud'));
}
