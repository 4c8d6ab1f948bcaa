/** Takes a returned record up again: its form, its answers and its files come here, and become a draft of its own. */
import { heldBlobs, keepBlob, keepForm, loadDefinition } from '../storage/forms.js';
import { saveDraft } from '../storage/drafts.js';
import { arrivedFor, correctionOf } from '../storage/returned.js';
import { bringContents, describedForm } from '../sync/refresh.js';
import { fetchReturned } from '../sync/returned.js';
import { Wire } from '../sync/wire.js';
import { currentPerson, Locked, returnSecret } from '../lock/keyring.js';
import { unlessUnderWay } from './locks.js';
import { refresh, state } from './state.js';

/**
 * @typedef {import('../sync/returned.js').Returned} Returned
 * @typedef {import('../sync/returned.js').Fetched} Fetched
 * @typedef {typeof import('../engine/adapter.js').openSession} OpenSession
 */

/**
 * @param {Returned} record
 * @param {{openSession: OpenSession, show: (fetched: Fetched) => void}} means
 * @returns {Promise<string | null>} id of the draft, which may have been there before; null while another window does it
 * @throws {import('../sync/obstacle.js').Obstacle}
 */
export async function takeUp(record, means) {
  return unlessUnderWay(`correct-${record.instanceId}`, async () => {
    const there = await correctionOf(record.instanceId);
    return there ?? (await makeDraft(record, means));
  });
}

/** @param {Returned} record @param {{openSession: OpenSession, show: (fetched: Fetched) => void}} means */
async function makeDraft(record, { openSession, show }) {
  const { enrolment } = state;
  if (!enrolment) throw new Error('this tablet is not enrolled');
  const person = currentPerson();
  const arrived = arrivedFor(person?.id ?? '');
  const wire = new Wire(enrolment.token);
  const definition = await formOf(record, wire);
  const edit = await fetchReturned(record, { wire, secret: await returnSecret(), arrived, show });
  const identity = { deviceId: enrolment.device.id, username: person?.name ?? '' };
  const session = await openSession({ definition, identity, edit, language: document.documentElement.lang });
  try {
    const about = { id: session.instanceId, form: describedForm(record.form).key, title: definition.title, startedAt: new Date().toISOString(), corrects: record.instanceId };
    const draft = await session.draft();
    if (currentPerson()?.id !== person?.id) throw new Locked(); // it is not theirs who came meanwhile
    await saveDraft(about, draft, new Date());
    for (const file of record.files) await arrived.drop(file.sha256);
    await refresh();
    return about.id;
  } finally {
    session.dispose();
  }
}

/** The version that the record was filled in with, brought here when it is not. @param {Returned} record @param {Wire} wire */
async function formOf(record, wire) {
  const form = describedForm(record.form);
  const here = await loadDefinition(form.key);
  if (here) return here;
  await bringContents([record.form], wire, { heldBlobs, keepBlob });
  await keepForm(form);
  const definition = await loadDefinition(form.key);
  if (!definition) throw new Error('the form did not stay here');
  return definition;
}
