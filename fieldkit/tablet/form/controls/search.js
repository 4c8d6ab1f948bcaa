/** Many choices: a few letters find them, and only a screenful is drawn however long the list is. */

import { createMemo, createRenderEffect, createSignal, mapArray } from 'solid-js';
import { h, replace } from '../../dom.js';
import { optionsOf } from '../../engine/choices.js';
import { n, t } from '../../i18n.js';
import { langOf } from '../direction.js';
import { find, folded } from '../finding.js';
import { choiceRow, choiceWords } from './choice.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').SelectNode} SelectNode */

/**
 * @typedef {object} Listing
 * @property {() => readonly import('@getodk/xforms-engine').SelectItem[]} options in the order in which they are shown
 * @property {(value: string) => string} aside what stands behind a choice, such as how far it is
 */

/**
 * @param {Asking} ctx
 * @param {SelectNode} node
 * @param {Listing} [listing] the form's own order, and nothing behind a choice
 */
export function searchControl(ctx, node, listing = { options: () => optionsOf(node), aside: () => '' }) {
  const [query, setQuery] = createSignal('');
  const index = createMemo(() =>
    listing.options().map((option) => ({ words: folded(choiceWords(option)), choice: option.value })),
  );
  const found = createMemo(() => find(index(), query()));
  const field = h('input', { type: 'search', ...tied(node), 'aria-label': t('Search the list'), placeholder: t('Search the list'), dir: 'auto', autocomplete: 'off' });
  field.addEventListener('input', () => setQuery(field.value));
  return h(
    'div.search',
    null,
    chosen(ctx, node),
    field,
    list(ctx, node, () => found().shown, listing.aside),
    remaining(found),
    clearButton(() => node.currentState.value.length > 0, () => node.selectValues([])),
  );
}

/** What is chosen stays in sight, whatever is searched. @param {Asking} ctx @param {SelectNode} node */
function chosen(ctx, node) {
  const names = h('bdi');
  const words = h('p.chosen', { lang: langOf(ctx.session.language) }, names);
  createRenderEffect(() => {
    const labels = node.currentState.value.map((value) => node.getValueOption(value)).filter((option) => option !== null);
    words.hidden = labels.length === 0;
    names.textContent = labels.map(choiceWords).join(', ');
  });
  return words;
}

/** @param {Asking} ctx @param {SelectNode} node @param {() => readonly string[]} values @param {Listing['aside']} aside */
function list(ctx, node, values, aside) {
  const place = h('div.choices', { role: node.selectType === 'select1' ? 'radiogroup' : 'group', ...tied(node) });
  const rows = mapArray(values, (value) => choiceRow(ctx, node, value, aside));
  createRenderEffect(() => replace(place, ...rows()));
  return place;
}

/** @param {() => {shown: readonly unknown[], more: number}} found */
function remaining(found) {
  const words = h('p.quiet-words', { role: 'status' });
  createRenderEffect(() => {
    const { shown, more } = found();
    words.textContent = shown.length === 0 ? t('Nothing fits these letters.') : more > 0 ? n('One more: write more letters.', '%(count)s more: write more letters.', more) : '';
  });
  return words;
}
