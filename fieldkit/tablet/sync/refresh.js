/** Asks the server who this tablet is and which forms it may fill in, and brings those here whole. */
import { sha256OfBlob } from '../sealing/sha256.js';
import { formKey } from '../storage/types.js';
import { Obstacle } from './obstacle.js';

/**
 * @typedef {import('../storage/types.js').Enrolment} Enrolment
 * @typedef {Omit<import('../storage/types.js').KeptForm, 'offered'>} OfferedForm
 * @typedef {object} Shelf where forms are kept
 * @property {(hashes: string[]) => Promise<Set<string>>} heldBlobs
 * @property {(sha256: string, blob: Blob) => Promise<void>} keepBlob
 * @property {(offered: OfferedForm[], alsoNeeded: OfferedForm[]) => Promise<void>} offerForms
 * @typedef {Pick<Shelf, 'heldBlobs' | 'keepBlob'>} Files
 */

/**
 * @param {string} token
 * @param {import('./wire.js').Wire} wire
 * @param {() => Date} now
 * @returns {Promise<Enrolment>}
 * @throws {Obstacle}
 */
export async function askForProject(token, wire, now) {
  const asked = now().getTime();
  const project = await wire.project();
  const middle = (asked + now().getTime()) / 2;
  return {
    token,
    projectId: project.project_id,
    title: project.title,
    sealingKey: project.sealing_key,
    sealingKeyId: project.sealing_key_id,
    receiptKey: project.receipt_key,
    device: { id: project.device.id, name: project.device.name },
    clockAhead: Math.round(middle - Date.parse(project.server_time)),
    safety: project.safety ?? null,
    safeguarding: project.safeguarding ?? null,
    offers: project.offers ?? [],
    order: project.order ?? null,
    noOrderAt: project.order ? null : project.server_time,
  };
}

/** What makes a study the one that this tablet joined; only a new link changes it. @type {readonly (keyof Enrolment)[]} */
const PINNED = ['projectId', 'sealingKey', 'sealingKeyId', 'receiptKey'];

/**
 * What the tablet knows of its study from now on. Whoever answers in the server's place cannot have records sealed to a
 * key of theirs, nor let them go for receipts of theirs, nor show again an order that was withdrawn.
 * @param {Enrolment} known what was just heard
 * @param {Enrolment} before what was known
 * @returns {Enrolment}
 * @throws {Obstacle} `refused` when another project or another key answers
 */
export function heardAgain(known, before) {
  const same = PINNED.every((name) => known[name] === before[name]) && known.device.id === before.device.id;
  if (!same) throw new Obstacle('refused', 'another project, or another key, answers at this address');
  return { ...known, noOrderAt: known.noOrderAt ?? before.noOrderAt };
}

/**
 * Bring every form that is offered, checked by its hashes; only when all are here do they take the place of the old. What
 * was read aloud comes after them: a form works without it.
 * @param {import('./wire.js').Wire} wire
 * @param {Shelf} shelf
 * @param {any[]} [returned] cards of versions in which returned records are to be corrected
 * @throws {Obstacle} what arrived whole stays and is not asked for again
 */
export async function bringForms(wire, shelf, returned = []) {
  const listed = await wire.forms();
  await bringContents([...listed, ...returned], wire, shelf);
  await shelf.offerForms(listed.map(describedForm), returned.map(describedForm));
  await bringFiles(new Map(listed.flatMap(soundsOf)), wire, shelf);
}

/**
 * Bring whatever is not here yet of these forms.
 * @param {any[]} cards as the server lists them
 * @param {import('./wire.js').Wire} wire
 * @param {Files} shelf
 */
export async function bringContents(cards, wire, shelf) {
  await bringFiles(new Map(cards.flatMap(filesOf)), wire, shelf);
}

/** @param {Map<string, string>} wanted hash and address of each file @param {import('./wire.js').Wire} wire @param {Files} shelf */
async function bringFiles(wanted, wire, shelf) {
  const held = await shelf.heldBlobs([...wanted.keys()]);
  for (const [sha256, url] of wanted) {
    if (held.has(sha256)) continue;
    const blob = await wire.file(url);
    if ((await sha256OfBlob(blob)) !== sha256) throw new Obstacle('server', `a file arrived changed: ${url}`);
    await shelf.keepBlob(sha256, blob);
  }
}

/** @param {any} form as the server lists it @returns {[string, string][]} hash and address of each of its files */
function filesOf(form) {
  const media = form.media.map((/** @type {any} */ file) => /** @type {const} */ ([file.sha256, file.url]));
  return [[form.xform_sha256, form.xform_url], ...media];
}

/** @param {any} form as the server lists it @returns {[string, string][]} hash and address of what was read aloud of it */
function soundsOf(form) {
  return (form.prompts ?? []).map((/** @type {any} */ { sha256, url }) => /** @type {const} */ ([sha256, url]));
}

/** @param {any} form as the server lists it @returns {OfferedForm} */
export function describedForm(form) {
  return {
    key: formKey(form.form_id, form.version),
    formId: form.form_id,
    version: form.version,
    title: form.title,
    languages: form.languages.map((/** @type {any} */ { name, code, title }) => ({ name, code, title: title ?? '' })),
    instrument: form.instrument ?? null,
    roles: form.roles ?? {},
    practice: form.practice === true,
    xformSha256: form.xform_sha256,
    media: form.media.map((/** @type {any} */ { name, sha256, bytes }) => ({ name, sha256, bytes })),
    prompts: (form.prompts ?? []).map((/** @type {any} */ { target, language, sha256 }) => ({ target, language, sha256 })),
  };
}
