/** The practice form: like every other, and never counted. */
import { t } from '../i18n.js';
import { noteDone } from '../app/mine.js';
import { go } from '../app/routes.js';
import { refresh, update } from '../app/state.js';
import { dropDraft } from '../storage/drafts.js';
import { listOfferedForms } from '../storage/forms.js';

/** @returns {Promise<import('../storage/types.js').KeptForm | null>} null before it has arrived */
export async function practiceForm() {
  return (await listOfferedForms()).find((form) => form.practice) ?? null;
}

/** In the place of the lock: nothing of it is kept. @param {string} draft id of what was written */
export async function throwAway(draft) {
  await dropDraft(draft);
  await noteDone('practised');
  update({ notice: { tone: 'ok', words: t('Well done. This was practice: nothing of it was kept or sent. You find it again in Help.') } });
  await refresh();
  go('todo');
}
