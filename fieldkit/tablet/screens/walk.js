/** How the tablet works, in six short screens: after the first PIN, and again from Help. */
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { noteDone } from '../app/mine.js';
import { go } from '../app/routes.js';
import { refresh } from '../app/state.js';
import { practiceForm } from './practice.js';
import { drawing } from './pictures.js';
import { button, link } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('./pictures.js').PictureName} PictureName */

/** @type {{picture: PictureName, title: () => string, words: () => string}[]} */
const STEPS = [
  { picture: 'tablet', title: () => t('Welcome'), words: () => t('With this tablet you hold interviews and write down visits. It works without a network. Six short pages show you how.') },
  { picture: 'question', title: () => t('One question at a time'), words: () => t('Tap your answer, then Next. You can always go back and change it. Nothing is ever too late, and nobody measures how fast you are.') },
  { picture: 'kept', title: () => t('Every answer is kept at once'), words: () => t('When the battery dies or somebody closes the app, open it again and look in Not finished. Your PIN keeps it from everybody else.') },
  { picture: 'sent', title: () => t('Lock it, and it is sent by itself'), words: () => t('When all is answered you lock it. Then only the project can read it. It is sent when there is a network; Sent shows what has arrived.') },
  { picture: 'stop', title: () => t('You can always stop'), words: () => t('Stop, Pause and Help stand above every question. If you do not feel safe, go first: two taps end everything and show whom to call.') },
  { picture: 'practice', title: () => t('Try it out'), words: () => t('There is a form for practice. Nothing of it is sent or counted, and you cannot break anything.') },
];

/**
 * @param {string} id number of the page, from 1
 * @returns {Promise<Child[]>}
 */
export async function walk(id) {
  const at = Math.min(Math.max(Number(id) || 1, 1), STEPS.length);
  const { picture, title, words } = STEPS[at - 1];
  const isLast = at === STEPS.length;
  return [
    h('p.quiet', null, t('%(place)s of %(count)s', { place: at, count: STEPS.length })),
    drawing(picture),
    h('h1', { id: 'walk-title', tabindex: '-1' }, title()), // named, so that forms which arrive meanwhile leave the focus on it
    h('p.walk-words', null, words()),
    h('p.row.tight.walk-ways', null, at > 1 ? link('walk-back', t('Back'), 'walk', String(at - 1), { quiet: true }) : null, ...(isLast ? await endings() : onward(at))),
  ];
}

/** @param {number} at @returns {Child[]} */
function onward(at) {
  return [button('walk-skip', t('Skip this'), () => void finish('todo'), { quiet: true }), link('walk-next', t('Next'), 'walk', String(at + 1), { picture: 'next' })];
}

/** @returns {Promise<Child[]>} */
async function endings() {
  const practice = await practiceForm();
  const later = button('walk-done', practice ? t('Later') : t('Begin'), () => void finish('todo'), { quiet: Boolean(practice) });
  return [later, practice ? button('walk-practice', t('Practise now'), () => void finish('start', practice.key), { picture: 'pen' }) : null];
}

/** @param {'todo' | 'start'} target @param {string} [id] */
async function finish(target, id) {
  await noteDone('walked');
  await refresh();
  go(target, id);
}

/** Ways to see it again, for the Help page. @returns {Promise<Child[]>} */
export async function tryAgainLinks() {
  const practice = await practiceForm();
  return [h('section.stack.tight', null, h('h2', null, t('Learn and practise')), h('p.ways', null, link('walk-again', t('How the tablet works'), 'walk', '1', { quiet: true }), practice ? link('practise', t('The practice form'), 'start', practice.key, { quiet: true }) : null))];
}
