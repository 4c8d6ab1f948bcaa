/** "Add something": words, and a photo if wished, to a record that nobody can open here any more. */
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { additionTo, addTo, lockedRecord } from '../app/additions.js';
import { jotted, jotting } from '../app/jotting.js';
import { go } from '../app/routes.js';
import { storageTrouble } from '../app/sender.js';
import { update } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { cleanPicture } from '../form/image.js';
import { heading, homeLink, link, name, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {{title: string, begun: Date, photo: Blob | null}} Addition the words are in the field */

/** @param {string} id instanceID of the locked record @returns {Promise<Child[]>} */
export async function addition(id) {
  const found = await lockedRecord(id);
  if (!found) return [heading(t('This is no longer on the tablet')), homeLink()];
  /** @type {Addition} */
  const adding = { title: found.title, begun: new Date(), photo: null };
  const said = h('div', { role: 'alert' });
  const words = await wordsField(id, said);
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
      photoField(adding, said),
      said,
      h('p.row', null, link('back', t('Back'), 'ready', undefined, { quiet: true }), h('button', { id: 'add', type: 'submit' }, t('Lock it'))),
    ),
  ];
}

/** What was typed and not locked yet stands in it again. @param {string} id @param {HTMLElement} said */
async function wordsField(id, said) {
  const keep = jotting(additionTo(id));
  const sayWhy = (/** @type {unknown} */ error) => replace(said, note('bad', 'warn', wordsFor(storageTrouble(error))));
  const words = h('textarea', { id: 'words', name: 'words', rows: '5', required: true, dir: 'auto', autocomplete: 'off', oninput: () => void keep(words.value || null).catch(sayWhy) });
  words.value = (await jotted(additionTo(id))) ?? '';
  return words;
}

/** @param {Addition} adding @param {HTMLElement} said */
function photoField(adding, said) {
  const shown = h('div.added');
  const input = h('input', { id: 'photo', type: 'file', accept: 'image/*' });
  input.addEventListener('change', async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    replace(said);
    try {
      adding.photo = await cleanPicture(file, null);
      showPhoto(shown, adding.photo);
    } catch {
      replace(said, note('bad', 'warn', { what: t('This picture cannot be read here, so it was not kept. Take it with the camera, or choose a JPEG or PNG.'), todo: '' }));
    }
  });
  return h('div.stack.tight', null, h('div.row', null, h('label.btn.quiet.over', null, input, icon('camera'), t('Add a photo'))), shown);
}

/** @param {HTMLElement} place @param {Blob} photo */
function showPhoto(place, photo) {
  const picture = h('img', { src: URL.createObjectURL(photo), alt: t('The picture that you added') });
  picture.addEventListener('load', () => URL.revokeObjectURL(picture.src));
  replace(place, picture);
}

/** @param {string} id @param {Addition} adding @param {HTMLTextAreaElement} words @param {HTMLElement} said */
async function lock(id, adding, words, said) {
  try {
    await addTo(id, { ...adding, words: words.value.trim() });
    update({ notice: { tone: 'ok', words: t('Locked. It is ready to send.') } });
    go('ready');
  } catch (error) {
    replace(said, note('bad', 'warn', wordsFor(storageTrouble(error))));
  }
}
