/** The forms that this tablet can fill in without network: their XForms and every file that came with them. */
import { read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/**
 * @typedef {import('./types.js').KeptForm} KeptForm
 * @typedef {import('../engine/types.js').FormDefinition} FormDefinition
 */

/** @returns {Promise<KeptForm[]>} what the server offers now, by title */
export async function listOfferedForms() {
  const forms = await read(['forms'], (transaction) => transaction.objectStore('forms').getAll());
  return forms.filter((form) => form.offered).sort((one, other) => one.title.localeCompare(other.title));
}

/** @param {string[]} hashes @returns {Promise<Set<string>>} those whose content is already here */
export async function heldBlobs(hashes) {
  return read(['blobs'], async (transaction) => {
    const keys = await Promise.all(hashes.map((hash) => transaction.objectStore('blobs').getKey(hash)));
    return new Set(hashes.filter((_, i) => keys[i] !== undefined));
  });
}

/**
 * Keep a version whose contents are all here, without offering it.
 * @param {Omit<KeptForm, 'offered'>} form
 */
export async function keepForm(form) {
  await changeUnlessEmptied(['forms'], async (transaction) => {
    const here = await transaction.objectStore('forms').get(form.key);
    await transaction.objectStore('forms').put({ ...form, offered: here?.offered ?? false });
  });
}

/** @param {string} sha256 @param {Blob} blob */
export async function keepBlob(sha256, blob) {
  await changeUnlessEmptied(['blobs'], (transaction) => transaction.objectStore('blobs').put({ sha256, blob }));
}

/**
 * Offer these forms from now on; a version that is no longer offered stays while a draft was begun with it.
 * @param {Omit<KeptForm, 'offered'>[]} forms whose contents are all here
 * @param {Omit<KeptForm, 'offered'>[]} [alsoNeeded] to correct what was returned; offered only if they stand in `forms` too
 */
export async function offerForms(forms, alsoNeeded = []) {
  await changeUnlessEmptied(['forms', 'blobs', 'drafts'], async (transaction) => {
    const store = transaction.objectStore('forms');
    const offered = new Set(forms.map((form) => form.key));
    const needed = new Set((await transaction.objectStore('drafts').getAll()).map((draft) => draft.form));
    for (const old of await store.getAll()) {
      if (offered.has(old.key)) continue;
      if (needed.has(old.key)) await store.put({ ...old, offered: false });
      else await store.delete(old.key);
    }
    for (const form of alsoNeeded) await store.put({ ...form, offered: false });
    for (const form of forms) await store.put({ ...form, offered: true });
    await dropUnusedBlobs(transaction);
  });
}

/** @param {import('./database.js').Transaction} transaction */
async function dropUnusedBlobs(transaction) {
  const forms = await transaction.objectStore('forms').getAll();
  const used = new Set(forms.flatMap((form) => [form.xformSha256, ...form.media.map((file) => file.sha256), ...(form.prompts ?? []).map((prompt) => prompt.sha256)]));
  for (const key of await transaction.objectStore('blobs').getAllKeys()) {
    if (!used.has(key)) await transaction.objectStore('blobs').delete(key);
  }
}

/**
 * @param {string} key
 * @returns {Promise<FormDefinition | null>} the form as the engine takes it, or null when it is not here
 */
export async function loadDefinition(key) {
  const found = await read(['forms', 'blobs'], async (transaction) => {
    const form = await transaction.objectStore('forms').get(key);
    const kept = form && (await transaction.objectStore('blobs').get(form.xformSha256));
    return form && kept ? { form, xform: kept.blob } : null;
  });
  if (!found) return null;
  const { form, xform } = found;
  return {
    formId: form.formId,
    version: form.version,
    title: form.title,
    xform: await xform.text(),
    mediaNames: form.media.map((file) => file.name),
    fetchMedia: (name) => loadMedia(form, name),
    languages: form.languages,
    spoken: await heldPrompts(form),
    instrument: form.instrument ?? null,
    roles: form.roles ?? {},
    practice: form.practice === true,
  };
}

/**
 * What was read aloud of a form and has arrived here; what has not is as if nobody had read it.
 * @param {KeptForm} form
 * @returns {Promise<FormDefinition['spoken']>}
 */
async function heldPrompts({ prompts = [] }) {
  const held = await heldBlobs(prompts.map(({ sha256 }) => sha256));
  const here = prompts.filter(({ sha256 }) => held.has(sha256));
  const hashes = new Map(here.map(({ target, language, sha256 }) => [`${language} ${target}`, sha256]));
  return (target, language) => {
    const sha256 = hashes.get(`${language} ${target}`);
    return sha256 === undefined ? null : async () => (await read(['blobs'], (transaction) => transaction.objectStore('blobs').get(sha256)))?.blob ?? null;
  };
}

/** @param {KeptForm} form @param {string} name @returns {Promise<Blob>} */
async function loadMedia(form, name) {
  const file = form.media.find((media) => media.name.normalize('NFC') === name.normalize('NFC'));
  const kept = file && (await read(['blobs'], (transaction) => transaction.objectStore('blobs').get(file.sha256)));
  if (!kept) throw new Error(`the form has no file ${name}`);
  return kept.blob;
}
