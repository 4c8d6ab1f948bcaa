/** How the app comes onto the home screen: by a button where the browser has one, else step by step in words and drawings. */
import { drawing, h, icon } from '../dom.js';
import { t } from '../i18n.js';
import { canInstall, install as askBrowser, isInstalled, platformOf } from '../app/installing.js';
import { address } from '../app/routes.js';
import { update } from '../app/state.js';
import { button, heading, homeButton, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {{picture: string, words: string}} Step */

/** Drawn by us in a field of 24 × 24: what the person looks for on the screen of the browser. */
const SHARE = 'M8 9H5v12h14V9h-3M12 15V3M8.5 6.5L12 3l3.5 3.5';
const ADD = 'M5 5h14v14H5zM12 8.5v7M8.5 12h7';
const MENU = 'M12 5v.1M12 12v.1M12 19v.1';
const HOME = 'M6 3h12v18H6zM9 7h2v2H9zM13 7h2v2h-2zM9 12h2v2H9zM13 12h2v2h-2z';

/** @returns {Promise<Child[]>} */
export async function install() {
  const android = () => steps('android', t('On an Android tablet or phone'), androidSteps());
  const apple = () => steps('apple', t('On an iPad or iPhone'), appleSteps());
  const appleFirst = platformOf(navigator) === 'apple';
  return [
    heading(t('Put it on the home screen')),
    h('p', null, t('From the home screen the app opens like any other, without a network, and the browser is less likely to clear what it keeps.')),
    isInstalled() ? note('ok', 'tick', { what: t('It is on the home screen. You opened it from there.'), todo: '' }) : null,
    canInstall() ? h('p', null, button('add', t('Put it on the home screen'), () => void askBrowser().then(() => update({})), { picture: 'plus' })) : null,
    ...(appleFirst ? [apple(), android()] : [android(), apple()]),
    h('p.row', null, h('a.btn.quiet', { id: 'check', href: address('check') }, icon('tick'), t('Is this tablet ready?')), homeButton()),
  ];
}

/** @returns {Step[]} */
function androidSteps() {
  return [
    { picture: MENU, words: t('Tap the three dots at the top of the browser.') },
    { picture: ADD, words: t('Tap “Add to Home screen” or “Install app”, then “Install”.') },
    { picture: HOME, words: t('Go to the home screen and open the app there.') },
  ];
}

/** @returns {Step[]} */
function appleSteps() {
  return [
    { picture: SHARE, words: t('In Safari, tap the square with the arrow that points up.') },
    { picture: ADD, words: t('Move the list up, tap “Add to Home Screen”, then “Add”.') },
    { picture: HOME, words: t('Open the app from the home screen and use the link again there: Safari keeps the two apart. Do this before you collect anything.') },
  ];
}

/** @param {string} id @param {string} title @param {Step[]} all */
function steps(id, title, all) {
  return h('section', { id }, h('h2', null, title), h('ol.pictured', null, ...all.map(({ picture, words }) => h('li', null, drawing(picture), h('p', null, words)))));
}
