/** "Save a spare copy": the sealed records as a file, for the day on which this tablet or its memory is lost. */
import { h } from '../dom.js';
import { n, t } from '../i18n.js';
import { storageTrouble } from '../app/sender.js';
import { state, update } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { listWaiting, loadPart } from '../storage/outbox.js';
import { loadSpareCopy, noteSpareCopy } from '../storage/settings.js';
import { makeSpareCopy, spareName } from '../sync/spare.js';
import { button, moment } from './parts.js';

/** How long the browser may take to write the file before its address is given up, in milliseconds. */
const WRITING_MS = 10 * 60_000;

/**
 * @param {import('../storage/types.js').Waiting[]} waiting
 * @returns {Promise<import('../dom.js').Child>} nothing where nothing waits
 */
export async function spareCopy(waiting) {
  const last = await loadSpareCopy();
  if (waiting.length === 0) return null;
  return h(
    'section.card.flat',
    { 'aria-labelledby': 'spare-title' },
    h('h2', { id: 'spare-title' }, t('Spare copy')),
    h('p', null, t('A file with everything that is locked and not sent yet. Nobody can read it but the project. Give it to your coordinator when this tablet cannot send, or before somebody clears it.')),
    h('p.quiet', null, last ? lastCopy(last) : t('No spare copy was saved yet.')),
    h('p', null, button('spare', t('Save a spare copy'), () => void save(), { quiet: true, picture: 'down' })),
  );
}

/** @param {import('../storage/types.js').SpareCopyNote} last */
function lastCopy({ savedAt, records }) {
  return [t('Saved last:'), ' ', moment(savedAt), ' · ', n('%(count)s record in it', '%(count)s records in it', records)];
}

async function save() {
  const { enrolment } = state;
  if (!enrolment) return;
  const savedAt = new Date();
  try {
    const copy = await makeSpareCopy({ projectId: enrolment.projectId, deviceId: enrolment.device.id, savedAt }, { listWaiting, loadPart });
    download(copy.file, spareName(savedAt));
    await noteSpareCopy({ savedAt: savedAt.toISOString(), records: copy.records });
    update({ notice: { tone: 'ok', words: t('The spare copy was given to the browser. It lies where the browser keeps downloads.') } });
  } catch (error) {
    update({ notice: { tone: 'wait', words: wordsFor(storageTrouble(error)).what } });
  }
}

/** @param {Blob} file @param {string} name */
function download(file, name) {
  const address = URL.createObjectURL(file);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), WRITING_MS);
}
