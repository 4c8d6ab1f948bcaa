/** Reading the texts of one form aloud, one after the other: the text, the recorder, and the next one. */

import { createRenderEffect, createRoot, createSignal, onCleanup } from 'solid-js';
import { isOpen } from '../../sync/prompts.js';
import { h, icon, replace } from '../../dom.js';
import { n, t } from '../../i18n.js';
import { directionOf, langOf } from '../direction.js';
import { recordingPanel, recordingTrouble } from './panel.js';
import { NO_KEEPER } from './pieces.js';
import { playback } from './player.js';
import { createRecording } from './recording.js';

/** @typedef {ReturnType<typeof import('../../sync/prompts.js').toRead>[number]} Text */
/**
 * @typedef {object} Reading
 * @property {string} title of the form
 * @property {string} language code
 * @property {Text[]} texts
 * @property {(text: Text, sound: Blob) => Promise<unknown>} keep keeps what was read; rejects when it cannot
 * @property {(text: Text) => Promise<Blob | null>} sound what was read before, if it can be had now
 * @property {() => () => void} holdAwake
 * @property {() => void} leave
 */

/** @type {Record<Text['kind'], () => string>} */
const KINDS = {
  question: () => t('Question'),
  hint: () => t('Hint'),
  choice: () => t('Choice'),
  constraint: () => t('When an answer does not fit'),
  required: () => t('When an answer is missing'),
};

/**
 * @param {HTMLElement} place
 * @param {Reading} reading
 * @returns {() => Promise<void>} ends it
 */
export function openReader(place, reading) {
  return createRoot((dispose) => {
    const [texts, setTexts] = createSignal(reading.texts);
    const [at, setAt] = createSignal(/** @type {number | null} */ (null));
    const read = (/** @type {number} */ index) => setTexts((before) => before.map((text, i) => (i === index ? { ...text, waiting: true } : text)));
    /** @type {Shared} */
    const shared = { ...reading, texts, show: setAt, read };
    createRenderEffect(() => {
      const index = at();
      replace(place, ...(index === null ? listView(shared) : oneView(shared, index)));
      place.querySelector('h1')?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    });
    return async () => dispose();
  });
}

/** @typedef {Omit<Reading, 'texts'> & {texts: () => readonly Text[], show: (at: number | null) => void, read: (at: number) => void}} Shared */

/** @param {Shared} shared */
function listView({ title, texts, language, show, leave }) {
  const all = texts();
  const open = all.filter(isOpen).length;
  const next = h('button', { type: 'button', onclick: () => show(all.findIndex(isOpen)) }, icon('microphone'), t('Read the next one'));
  return [
    h('h1', { tabindex: -1 }, h('bdi', null, title)),
    h('p', { role: 'status' }, open ? n('%(count)s text is to be read.', '%(count)s texts are to be read.', open) : t('Everything is read. Thank you.')),
    open ? h('p', null, next) : null,
    h('ul.plain', null, ...all.map((text, index) => row(text, language, () => show(index)))),
    h('p', null, h('button.quiet', { type: 'button', onclick: leave }, icon('back'), t('Back to the list'))),
  ];
}

/** @param {Text} text @param {string} language @param {() => void} open */
function row(text, language, open) {
  return h('li', null, h('button.answer', { type: 'button', onclick: open }, h('span.asked-words', null, KINDS[text.kind]()), h('span.given', spoken(language), text.text), standing(text), icon('next')));
}

/** @param {string} language */
function spoken(language) {
  return { lang: langOf({ name: '', code: language }), dir: directionOf(language) };
}

/** How far it is, in a word and a shape. @param {Text} text */
function standing(text) {
  if (text.waiting) return h('span.pill.wait', null, icon('up'), t('Read; it waits to be sent'));
  if (text.state === 'received') return h('span.pill.wait', null, icon('wait'), t('A coordinator will listen to it'));
  if (text.state === 'accepted') return h('span.pill.ok', null, icon('tick'), t('Accepted'));
  return text.state === 'refused' ? h('span.pill.bad', null, icon('warn'), t('Please read it again')) : h('span.pill.plain', null, icon('microphone'), t('Not read yet'));
}

/** @param {Shared} shared @param {number} index */
function oneView(shared, index) {
  const { texts, language, show } = shared;
  const text = texts()[index];
  const [sound, setSound] = createSignal(/** @type {Blob | null} */ (null));
  const recording = createRecording({ quality: '', about: (type) => ({ path: '', type, startedAt: '' }), keeper: NO_KEEPER, deliver: async (file) => (setSound(file), true), holdAwake: shared.holdAwake });
  onCleanup(() => void recording.finish());
  if (text.waiting || text.url) void shared.sound(text).then((before) => setSound((now) => now ?? before));
  const back = () => void recording.finish().then(() => show(null));
  return [
    h('p.quiet', null, KINDS[text.kind]()),
    h('h1.to-read', { tabindex: -1, ...spoken(language) }, text.text),
    text.text.includes('${') ? h('p.quiet', null, t('Where ${…} stands, an answer is shown. Leave it out when you read.')) : null,
    standing(text),
    heard(sound, recording),
    recordingPanel(recording),
    recordingTrouble(recording),
    ways(shared, index, sound, recording),
    h('p', null, h('button.quiet', { type: 'button', onclick: back }, icon('back'), t('All texts'))),
  ];
}

/** @param {() => Blob | null} sound @param {import('./recording.js').Recording} recording */
function heard(sound, recording) {
  const place = h('div.preview');
  createRenderEffect(() => {
    const there = sound();
    replace(place, there && recording.phase() === 'ready' ? playback(there) : null);
  });
  return place;
}

/** @param {Shared} shared @param {number} index @param {() => Blob | null} sound @param {import('./recording.js').Recording} recording */
function ways(shared, index, sound, recording) {
  const place = h('div.row');
  const failed = h('p.trouble', { role: 'alert', hidden: true }, icon('warn'), t('It could not be kept. Try again.'));
  async function keep() {
    const read = sound();
    if (!read) return;
    failed.hidden = true;
    try {
      await shared.keep(shared.texts()[index], read);
    } catch {
      failed.hidden = false;
      return;
    }
    shared.read(index);
    const following = shared.texts().findIndex((text, i) => i > index && isOpen(text));
    const any = following < 0 ? shared.texts().findIndex(isOpen) : following;
    shared.show(any < 0 ? null : any);
  }
  createRenderEffect(() => {
    const ready = recording.phase() === 'ready' || recording.phase() === 'opening';
    const fresh = sound() instanceof File;
    place.hidden = !ready;
    const begin = h(fresh ? 'button.quiet' : 'button', { type: 'button', disabled: recording.phase() === 'opening', onclick: () => void recording.start() }, icon('microphone'), sound() ? t('Record again') : t('Start recording'));
    replace(place, fresh ? h('button', { type: 'button', onclick: () => void keep() }, icon('tick'), t('Keep it and go on')) : null, begin);
  });
  return h('div.stack', null, place, failed);
}
