/** Parts that several screens share. */
import { h, icon } from '../dom.js';
import { formatDate, formatTime, t } from '../i18n.js';
import { address } from '../app/routes.js';

/** @typedef {import('../dom.js').IconName} IconName */
/** @typedef {import('../dom.js').Child} Child */
/** @typedef {'ok' | 'wait' | 'bad' | 'plain'} Tone */

/**
 * A screen's heading; it takes the focus when the screen is opened.
 * @param {Child} words
 */
export function heading(words) {
  return h('h1', { tabindex: '-1' }, words);
}

/** @param {Tone} tone @param {IconName} picture @param {...Child} words */
export function pill(tone, picture, ...words) {
  return h(`span.pill.${tone}`, null, icon(picture), h('span', null, words));
}

/**
 * Something the person should know, with what to do.
 * @param {Tone} tone
 * @param {IconName} picture
 * @param {import('../app/words.js').Words} words
 * @param {...Child} buttons
 */
export function note(tone, picture, { what, todo }, ...buttons) {
  return h(`div.note.${tone}`, null, icon(picture), h('div.stack.tight.grow', null, h('p', null, h('strong', null, what)), todo && h('p', null, todo), ...buttons));
}

/**
 * @param {string} id for focus to find it again after a redraw
 * @param {string} words
 * @param {() => void} act
 * @param {{quiet?: boolean, picture?: IconName, resting?: boolean, about?: string}} [how] about: id of what it acts on; resting: it does
 *   nothing for now, and keeps the focus of whoever tapped it
 */
export function button(id, words, act, { quiet = false, picture, resting = false, about } = {}) {
  const attributes = { id, type: 'button', onclick: () => resting || act(), 'aria-disabled': resting ? 'true' : null, 'aria-describedby': about };
  return h(quiet ? 'button.quiet' : 'button', attributes, picture ? icon(picture) : null, words);
}

/**
 * @param {string} id @param {Child} words @param {import('../app/routes.js').Route['name']} name @param {string} [target]
 * @param {{quiet?: boolean, picture?: IconName, about?: string}} [how]
 */
export function link(id, words, name, target, { quiet = false, picture, about } = {}) {
  const attributes = { id, href: address(name, target), 'aria-describedby': about };
  return h(quiet ? 'a.btn.quiet' : 'a.btn', attributes, ...(picture === 'back' ? [icon(picture), words] : [words, picture && icon(picture)]));
}

/**
 * A moment as two runs that keep to themselves in any direction: the date, then the time.
 * @param {string} moment ISO 8601
 */
export function moment(moment) {
  return h('time', { datetime: moment }, h('bdi', null, formatDate(moment)), ' ', h('bdi', null, formatTime(moment)));
}

/** A name that people wrote, in whatever direction it has. @param {string} words */
export function name(words) {
  return h('bdi', null, words);
}

/**
 * One record or form in a list.
 * @param {{id: string, title: string, picture: IconName, tone?: string, lines: Child[], actions: Child[]}} what
 */
export function item({ id, title, picture, tone = '', lines, actions }) {
  const shape = icon(picture);
  shape.classList.add('glyph');
  const text = h('div.grow.stack.tight', null, h('h2', { id }, name(title)), ...lines.filter(Boolean).map((line) => h('p', null, line)));
  return h('li', null, h(tone ? `article.card.item.${tone}` : 'article.card.item', null, h('div.row', null, shape, text, h('div.row.tight.actions', null, ...actions))));
}

/** @param {IconName} picture @param {string} words what to say where a tray is empty */
export function empty(picture, words) {
  return h('p.quiet.nothing', null, icon(picture), words);
}

/** @param {HTMLElement[]} items */
export function list(items) {
  return h('ul.plain', null, ...items);
}

/** A way back to where everything begins. */
export function homeLink() {
  return h('p', null, homeButton());
}

/** The same where it stands beside others. */
export function homeButton() {
  return h('a.btn.quiet', { id: 'home', href: address('todo') }, icon('back'), t('Back to the list'));
}
