/** Choosing a PIN: of which kind, then twice the same. */
import { h, replace } from '../dom.js';
import { t } from '../i18n.js';
import { isEasy } from '../lock/code.js';
import { pad } from './pad.js';
import { button, note } from './parts.js';

/**
 * @typedef {import('../lock/code.js').CodeKind} CodeKind
 * @typedef {import('../lock/people.js').Code} Code
 * @typedef {import('../app/words.js').Words} Words
 */

/**
 * @param {(code: Code) => Promise<unknown>} onChosen called once with a code that was entered twice
 * @returns {HTMLElement}
 */
export function chooseCode(onChosen) {
  const place = h('div.stack.choose-code', null);
  askKind(place, onChosen);
  return place;
}

/** @param {HTMLElement} place @param {(code: Code) => Promise<unknown>} onChosen */
function askKind(place, onChosen) {
  const go = (/** @type {CodeKind} */ kind) => askFirst(place, kind, onChosen, null);
  const title = h('h2', { tabindex: '-1' }, t('Your PIN'));
  queueMicrotask(() => title.focus({ preventScroll: true })); // by then it stands on the screen
  replace(
    place,
    title,
    h('p', null, t('It locks what you write, so that nobody else who holds this tablet can read it. Choose one that only you know, and do not write it on the tablet.')),
    h('div.row', null, button('digits', t('Six numbers'), () => go('digits')), button('pictures', t('Six pictures'), () => go('pictures'), { quiet: true })),
  );
}

/**
 * @param {HTMLElement} place @param {CodeKind} kind @param {(code: Code) => Promise<unknown>} onChosen
 * @param {Words | null} trouble why the last one did not do
 */
function askFirst(place, kind, onChosen, trouble) {
  const words = kind === 'digits' ? t('Choose six numbers') : t('Choose six pictures, in an order that you remember');
  askCode(place, { kind, words, trouble, again: () => askKind(place, onChosen) }, async (entered) => {
    if (isEasy(kind, entered)) askFirst(place, kind, onChosen, { what: t('This one is easy to guess.'), todo: t('Mix them more: nothing in a row, nothing that repeats.') });
    else askAgain(place, { kind, entered }, onChosen);
  });
}

/** @param {HTMLElement} place @param {Code} code @param {(code: Code) => Promise<unknown>} onChosen */
function askAgain(place, code, onChosen) {
  const { kind, entered: first } = code;
  askCode(place, { kind, words: t('The same once more'), trouble: null, again: () => askFirst(place, kind, onChosen, null) }, async (entered) => {
    if (entered.join(' ') === first.join(' ')) await onChosen(code);
    else askFirst(place, kind, onChosen, { what: t('The two were not the same.'), todo: t('Choose it anew.') });
  });
}

/**
 * @param {HTMLElement} place
 * @param {{kind: CodeKind, words: string, trouble: Words | null, again: () => void}} asked again: one step back
 * @param {(entered: string[]) => Promise<unknown>} onFull
 */
function askCode(place, { kind, words, trouble, again }, onFull) {
  const said = h('div', { role: 'alert' });
  const keys = pad(kind, async (entered) => {
    keys.rest(true);
    try {
      await onFull(entered);
    } catch {
      replace(said, note('bad', 'warn', { what: t('It could not be kept.'), todo: t('Perhaps this tablet is full. Try again.') }));
      keys.clear();
      keys.rest(false);
    }
  });
  const title = h('h2', { tabindex: '-1', id: 'pad-title' }, words);
  replace(place, title, said, keys.element, h('p', null, button('pad-back', t('Back'), again, { quiet: true, picture: 'back' })));
  if (trouble) replace(said, note('wait', 'warn', trouble));
  title.focus({ preventScroll: true });
}
