/** "Add something": words, and a photo if wished, to a record that nobody can open here any more. */
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { additionTo, addTo, lockedRecord, takeAddition } from '../app/additions.js';
import { jotted, jottedPhoto, jotting } from '../app/jotting.js';
import { go } from '../app/routes.js';
import { storageTrouble } from '../app/sender.js';
import { update } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { cleanPicture } from '../form/image.js';
import { keepJottedPhoto } from '../storage/jotted.js';
import { button, heading, homeLink, link, name, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {{title: string, begun: Date, photo: Blob | null, locking?: boolean}} Addition the words are in the field */

/** @param {string} id instanceID of the locked record @returns {Promise<Child[]>} */
export async function addition(id) {
  const found = await lockedRecord(id);
  if (!found) return [heading(t('This is no longer on the tablet')), homeLink()];
  if (!(await takeAddition(id))) return [heading(t('This is open in another window')), h('p', null, t('Close it there first, so that nothing is written twice.')), homeLink()];
  /** @type {Addition} */
  const adding = { title: found.title, begun: new Date(), photo: null };
  const said = h('div', { role: 'alert' });
  const words = await wordsField(id, said);
  const photo = await photoField(id, adding, said);
  return [
    heading(t('Add something')),
    h('p', null, t('Added to:'), ' ', name(found.title)),
    h('p', null, t('It is locked at once, like the one it belongs to, and goes to the project with it. What you locked stays as it is.')),
    h(
      'form.stack',
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void lock(id, adding, words, said);
        },
      },
      h('div.field', null, h('label', { for: 'words' }, t('What do you want to add?')), words),
      photo,
      said,
      h('p.row', null, link('back', t('Back'), 'ready', undefined, { quiet: true, picture: 'back' }), h('button', { id: 'add', type: 'submit' }, t('Lock it'))),
    ),
  ];
}

/** What was typed and not locked yet stands in it again. @param {string} id @param {HTMLElement} said */
async function wordsField(id, said) {
  const keep = jotting(additionTo(id));
  const words = h('textarea', { id: 'words', name: 'words', rows: '5', required: true, dir: 'auto', autocomplete: 'off', oninput: () => void keep(words.value || null).catch((error) => sayWhy(said, error)) });
  words.value = (await jotted(additionTo(id))) ?? '';
  return words;
}

/** The photo that was chosen and not locked yet stands in it again. @param {string} id @param {Addition} adding @param {HTMLElement} said */
async function photoField(id, adding, said) {
  const keep = jotting(additionTo(id), keepJottedPhoto);
  const shown = h('div.stack.tight');
  const input = h('input', { id: 'photo', type: 'file', accept: 'image/*' });
  /** It is shown once it is on disk. @param {Blob | null} photo */
  const take = async (photo) => {
    adding.photo = photo;
    await keep(photo).catch((error) => sayWhy(said, error));
    show(photo);
  };
  const remove = () => void take(null).then(() => input.focus());
  const show = (/** @type {Blob | null} */ photo) => replace(shown, ...(photo ? [picture(photo), h('p', null, button('remove-photo', t('Remove'), remove, { quiet: true }))] : []));
  input.addEventListener('change', () => void chosen(input, take, said));
  adding.photo = await jottedPhoto(additionTo(id));
  show(adding.photo);
  return h('div.stack.tight', null, h('div.row', null, h('label.btn.quiet.over', null, input, icon('camera'), t('Add a photo'))), shown);
}

/** @param {HTMLInputElement} input @param {(photo: Blob) => Promise<void>} take @param {HTMLElement} said */
async function chosen(input, take, said) {
  const [file] = input.files ?? [];
  if (!file) return;
  replace(said);
  try {
    await take(await cleanPicture(file, null));
  } catch {
    replace(said, note('bad', 'warn', { what: t('This picture cannot be read here, so it was not kept. Take it with the camera, or choose a JPEG or PNG.'), todo: '' }));
  }
  input.value = ''; // the same photo can be chosen again after it was removed
}

/** @param {Blob} photo */
function picture(photo) {
  const shown = h('img', { src: URL.createObjectURL(photo), alt: t('The picture that you added') });
  shown.addEventListener('load', () => URL.revokeObjectURL(shown.src));
  return h('div.added', null, shown);
}

/** @param {HTMLElement} said @param {unknown} error */
function sayWhy(said, error) {
  replace(said, note('bad', 'warn', wordsFor(storageTrouble(error))));
}

/** @param {string} id @param {Addition} adding @param {HTMLTextAreaElement} words @param {HTMLElement} said */
async function lock(id, adding, words, said) {
  if (adding.locking) return; // a second tap makes no second addition
  adding.locking = true;
  try {
    await addTo(id, { title: adding.title, begun: adding.begun, photo: adding.photo, words: words.value.trim() });
    update({ notice: { tone: 'ok', words: t('Locked. It is ready to send.') } });
    go('ready');
  } catch (error) {
    adding.locking = false;
    sayWhy(said, error);
  }
}
