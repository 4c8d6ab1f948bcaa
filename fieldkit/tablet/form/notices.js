/** What a form asks for beside its questions: said in words before the first question. */

import { createRenderEffect, createSignal } from 'solid-js';
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { recordingTrouble } from './recorder/panel.js';
import { canGoOn } from './recorder/pieces.js';
import { playback } from './recorder/player.js';
import { stayingOn } from './recorder/staying.js';
import { askingTwice } from './recorder/twice.js';

/** @typedef {import('./context.js').Asking} Asking */

/** @type {Record<Exclude<import('../engine/types.js').FormNotice['code'], 'background-audio'>, () => string>} */
const WORDS = {
  'audit-location': () => t('While you fill in this form, it notes where you are. The places are locked with the record. To stop this, forbid the app to know where you are in the settings of the browser.'),
  'form-encryption': () => t('The form has an encryption key of its own, which this app does not use. The record is locked with the key of your project instead.'),
  'external-app': () => t('A question of this form wants to open another app. This app cannot do that: type the answer instead.'),
};

/** @param {Asking} ctx */
export function noticesView(ctx) {
  const codes = [...new Set(ctx.session.notices.map(({ code }) => code))];
  return h(
    'article.page.notices',
    null,
    h('h1.question', { tabindex: -1 }, t('Before you begin')),
    h('ul.plain', null, ...codes.map((code) => (code === 'background-audio' ? conversation(ctx) : h('li.card.notice', null, icon('warn'), h('p', null, WORDS[code]()))))),
  );
}

/** What is true now. @param {ReturnType<import('./recorder/recording.js').Recording['phase']>} phase @param {boolean} refused */
function standing(phase, refused) {
  if (phase === 'paused') return t('Nothing is being recorded now.');
  if (phase !== 'ready') return t('The conversation is being recorded. You can stop it at any time, at the top of the screen.');
  return refused ? t('It will not be recorded. Go on with the form.') : t('Nothing is being recorded.');
}

/** Whether everything that is said may be recorded: nothing is, before somebody said that everybody agrees. @param {Asking} ctx */
function conversation(ctx) {
  const { background } = ctx.recorders;
  const asked = ctx.session.background;
  if (!background || !asked) return null;
  const [refused, setRefused] = createSignal(false);
  const state = h('p.pill.plain', { role: 'status' });
  const place = h('div.row');
  const title = h('h2', { tabindex: -1 }, t('May the conversation be recorded?'));
  createRenderEffect(() => {
    const phase = background.phase();
    const under = phase !== 'ready';
    replace(state, icon(phase === 'paused' ? 'pause' : under ? 'record' : 'tick'), h('span', null, standing(phase, refused())));
    const lost = stayingOn(place, () => replace(place, ...(under ? [] : choices(background, asked, setRefused))));
    if (lost) title.focus({ preventScroll: true });
  });
  return h(
    'li.card.stack',
    null,
    title,
    h('p', null, t('This form asks to record everything that is said while it is open. Ask everybody who can be heard, and say what the recording is for. If one person says no, do not record: the form works without it.')),
    recordedUntilNow(asked),
    state,
    recordingTrouble(background),
    place,
  );
}

/**
 * @param {import('./recorder/recording.js').Recording} background
 * @param {import('../engine/types.js').BackgroundRecording} asked
 * @param {(refused: boolean) => void} refuse
 */
function choices(background, asked, refuse) {
  const yes = () => {
    refuse(false);
    asked.agree(true);
    void background.start();
  };
  const begin = h('button.quiet', { type: 'button', onclick: yes }, icon('microphone'), asked.file() ? t('Everybody agrees: record on') : t('Everybody agrees: record'));
  const no = () => {
    asked.agree(false);
    refuse(true);
  };
  if (!canGoOn(asked.file())) return [h('p', null, t('What was recorded before cannot be continued in this browser. It is kept as it is.'))];
  return [begin, h('button.quiet', { type: 'button', onclick: no }, t('Do not record'))];
}

/** @param {import('../engine/types.js').BackgroundRecording} asked */
function recordedUntilNow(asked) {
  const place = h('div.preview');
  createRenderEffect(() => {
    const file = asked.file();
    if (!file) return replace(place);
    const remove = askingTwice('remove', t('Delete the recording'), t('Tap again to delete it'), () => asked.give(null));
    replace(place, h('p', null, t('What was recorded until now:')), playback(file), h('div.row', null, remove));
  });
  return place;
}
