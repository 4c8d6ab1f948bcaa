/** The trays of what can be begun and what is not finished. */
import { h } from '../dom.js';
import { formatDate, inList, language, t } from '../i18n.js';
import { talk } from '../app/sender.js';
import { state } from '../app/state.js';
import { ownName } from '../form/direction.js';
import { titleIn } from '../form/titles.js';
import { listDrafts } from '../storage/drafts.js';
import { listOfferedForms } from '../storage/forms.js';
import { button, empty, heading, item, link, list, moment, pill } from './parts.js';
import { row, rowList } from './rows.js';
import { visitsToWrite } from './visit.js';

/** @typedef {import('../dom.js').Child} Child */

/** Forms that can be begun. @returns {Promise<Child[]>} */
export async function todo() {
  const offered = await listOfferedForms();
  const forms = offered.filter((form) => !form.practice);
  const practice = state.practised ? [] : offered.filter((form) => form.practice);
  return [
    heading(t('To do')),
    h('p.quiet', null, formatDate(new Date(), 'day')),
    visitsToWrite(state.visits),
    forms.length ? null : nothingToDo(),
    list([...forms, ...practice].map(formItem)),
    h('p', null, button('look', state.bringing ? t('Looking …') : t('Look for new forms'), () => void talk(), { quiet: true, resting: state.bringing })),
  ];
}

/** @param {import('../storage/types.js').KeptForm} form @param {number} at */
function formItem(form, at) {
  const id = `form-${at}`;
  const names = form.languages.map(ownName);
  return item({
    id,
    title: titleIn(form, language().code),
    picture: 'page',
    tone: 'now',
    lines: [form.practice ? pill('wait', 'pen', t('Practice: nothing of this is sent')) : null, names.length > 1 ? h('span.quiet', null, ...inList(names.map((own) => h('bdi', null, own)))) : null],
    actions: [link(`start-${at}`, t('Start'), form.instrument === 'service-contact' ? 'before' : 'start', form.key, { quiet: form.practice, picture: 'next', about: id })],
  });
}

function nothingToDo() {
  if (state.bringing) return empty('page', t('The forms are on their way …'));
  return empty('page', t('There is no form on this tablet yet. When your coordinator has published one, it appears here.'));
}

/** @returns {Promise<import('./app.js').Part[]>} */
export async function unfinished() {
  const drafts = await listDrafts((form) => titleIn(form, language().code));
  const rows = drafts.map(({ id, title, startedAt }) => row(id, { id, title, startedAt }, draftItem));
  return [heading(t('Not finished')), rows.length ? rowList('unfinished', rows) : empty('pen', t('Nothing is half done.'))];
}

/** @param {Pick<import('../storage/types.js').Draft, 'id' | 'title' | 'startedAt'>} draft @param {number} at */
function draftItem(draft, at) {
  const id = `draft-${at}`;
  return item({
    id,
    title: draft.title,
    picture: 'pen',
    tone: 'now',
    lines: [h('span', null, t('Begun'), ' ', moment(draft.startedAt)), pill('ok', 'tick', t('Kept on this tablet'))],
    actions: [
      link(`discard-${at}`, t('Delete'), 'discard', draft.id, { quiet: true, about: id }),
      link(`go-on-${at}`, t('Go on'), 'fill', draft.id, { picture: 'next', about: id }),
    ],
  });
}
