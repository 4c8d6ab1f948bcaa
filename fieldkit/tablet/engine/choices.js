/**
 * Choices from lists of thousands. The engine would watch every cell of such a list, though nothing in it ever changes:
 * with 18,000 rows a form took 17 seconds to open on a slow tablet. The choices are made here instead, without a watch, and
 * what is rarely asked for only when it is asked for (`build/mends.js` lets the engine come here).
 */

import { unwrap } from 'solid-js/store';

/** @typedef {import('@getodk/xforms-engine').SelectItem} SelectItem */
/** @typedef {SelectItem['label']} Label */
/** @typedef {{nodeType: string, qualifiedName: {localName: string}, getXPathValue(): string, getXPathChildNodes(): readonly ListNode[]}} ListNode */
/** @typedef {{expression: string, source?: string}} Reference */

const COLUMN = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** One choice, as the rest of the engine knows choices. It is no plain object, so that nobody watches its parts. */
export class Choice {
  /** @type {Label | undefined} */
  #label;

  /** @param {string} value @param {() => Label} label @param {ListNode} row where the choice stands */
  constructor(value, label, row) {
    this.value = value;
    this.labelled = label;
    this.row = row;
  }

  /** Its words. */
  get label() {
    return (this.#label ??= this.labelled());
  }

  /** What else its row says, by column. @returns {[string, string][]} */
  get properties() {
    return columnsOf(this.row).map((node) => [node.qualifiedName.localName, node.getXPathValue()]);
  }
}

/**
 * The choice that a row of a list is, where its value and its words are plain columns of the list.
 *
 * @param {{value: Reference, label: {chunks: readonly Reference[]} | null}} itemset
 * @param {ListNode} row
 * @param {(words: string) => Label} labelled
 * @returns {Choice | null} null where they have to be computed
 */
export function plainChoice({ value, label }, row, labelled) {
  const [words, ...more] = label?.chunks ?? [];
  if (row.nodeType !== 'static-element' || words?.source !== 'reference' || more.length > 0) return null;
  if (![value, words].every(({ expression }) => COLUMN.test(expression))) return null;
  return new Choice(cell(row, value.expression), () => labelled(cell(row, words.expression)), row);
}

/**
 * What can be chosen now, to be read as often as one likes: the list as a whole is watched, not each place in it.
 *
 * @param {{currentState: {valueOptions: readonly SelectItem[]}}} node
 * @returns {readonly SelectItem[]}
 */
export function optionsOf(node) {
  return unwrap(node.currentState.valueOptions);
}

/**
 * By value; of two of one value the first, whose words are those that are shown.
 *
 * @template {{value: string}} Option
 * @param {readonly Option[]} options
 * @returns {Map<string, Option>}
 */
export function byValue(options) {
  const found = new Map();
  for (const option of options) if (!found.has(option.value)) found.set(option.value, option);
  return found;
}

/** @param {ListNode} row */
function columnsOf(row) {
  return row.getXPathChildNodes().filter((node) => node.nodeType === 'static-element');
}

/** @param {ListNode} row @param {string} column */
function cell(row, column) {
  return columnsOf(row).find((node) => node.qualifiedName.localName === column)?.getXPathValue() ?? '';
}
