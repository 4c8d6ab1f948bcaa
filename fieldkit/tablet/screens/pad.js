/**
 * The pad on which a PIN is entered: ten digits, or twelve pictures. How many were entered is shown and said, never which.
 */
import { drawing, h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { LENGTH, PICTURE_NAMES } from '../lock/code.js';
import { PICTURES } from '../lock/pictures.js';

/** @typedef {import('../lock/code.js').CodeKind} CodeKind */
/** @typedef {{element: HTMLElement, clear: () => void, rest: (resting: boolean) => void}} Pad `rest`: it takes nothing for now */

const DIGITS = [...'1234567890'];

/**
 * @param {CodeKind} kind
 * @param {(entered: string[]) => void} onFull called at the sixth
 * @returns {Pad}
 */
export function pad(kind, onFull) {
  /** @type {string[]} */
  let entered = [];
  let resting = false;
  const dots = h('div.dots', { 'aria-hidden': 'true' });
  const said = h('p.seen-by-readers', { role: 'status' });
  const show = () => {
    replace(dots, ...Array.from({ length: LENGTH }, (_, i) => h(i < entered.length ? 'span.full' : 'span', null)));
    said.textContent = entered.length ? t('%(count)s of %(total)s entered', { count: entered.length, total: LENGTH }) : '';
  };
  const enter = (/** @type {string} */ key) => {
    if (resting || entered.length === LENGTH) return;
    entered = [...entered, key];
    show();
    if (entered.length === LENGTH) onFull(entered);
  };
  const takeBack = () => {
    if (resting) return;
    entered = entered.slice(0, -1);
    show();
  };
  const keys = kind === 'digits' ? digitKeys(enter) : pictureKeys(enter);
  const back = h('button.quiet.key.take-back', { id: 'take-back', type: 'button', onclick: takeBack }, icon('back'), t('Take back'));
  const element = h('div.pad', { role: 'group', 'aria-label': t('PIN') }, dots, said, h(`div.keys.${kind}`, { dir: kind === 'digits' ? 'ltr' : null }, ...keys, back));
  listenToKeyboard(element, kind, enter, takeBack);
  show();
  return {
    element,
    clear() {
      entered = [];
      show();
    },
    rest(wanted) {
      resting = wanted;
      for (const key of element.querySelectorAll('button')) key.setAttribute('aria-disabled', String(wanted));
    },
  };
}

/** @param {(key: string) => void} enter */
function digitKeys(enter) {
  return DIGITS.map((digit) => h('button.quiet.key', { id: `key-${digit}`, type: 'button', onclick: () => enter(digit) }, digit));
}

/** @param {(key: string) => void} enter */
function pictureKeys(enter) {
  return PICTURE_NAMES.map((name) => h('button.quiet.key', { id: `key-${name}`, type: 'button', onclick: () => enter(name) }, drawing(PICTURES[name].path, 'icon'), h('span', null, PICTURES[name].word())));
}

/**
 * Digits may be typed wherever the focus is, as long as the pad is on the screen.
 * @param {HTMLElement} element
 * @param {CodeKind} kind
 * @param {(key: string) => void} enter
 * @param {() => void} takeBack
 */
function listenToKeyboard(element, kind, enter, takeBack) {
  const listening = new AbortController();
  const heard = (/** @type {KeyboardEvent} */ event) => {
    if (element.isConnected) typed(event, kind, enter, takeBack);
    else if (wasShown) listening.abort();
    wasShown ||= element.isConnected;
  };
  let wasShown = false;
  document.addEventListener('keydown', heard, { signal: listening.signal });
}

/** @param {KeyboardEvent} event @param {CodeKind} kind @param {(key: string) => void} enter @param {() => void} takeBack */
function typed(event, kind, enter, takeBack) {
  const elsewhere = event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey;
  if (elsewhere) return;
  if (event.key === 'Backspace') takeBack();
  else if (kind === 'digits' && DIGITS.includes(event.key)) enter(event.key);
}
