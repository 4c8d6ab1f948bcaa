/**
 * The rows of a tray. There may be hundreds: a row whose record says what it said before stays where it stands, with the
 * focus and the place of whoever reads there, when the screen around it is drawn anew or when another record changes.
 */
import { h, settle } from '../dom.js';
import { language } from '../i18n.js';

/**
 * @typedef {object} Row
 * @property {string} key the record, whatever it says
 * @property {string} says everything that can be read in the row
 * @property {(number: number) => HTMLElement} draw number: one that no other row of this list has, for its ids
 *
 * @typedef {{says: string, element: HTMLElement}} Drawn
 * @typedef {{language: string, next: number, rows: Map<string, Drawn>}} Memory
 */

/** What stands in a list; it goes with the list. @type {WeakMap<Element, Memory>} */
const memories = new WeakMap();

/**
 * @template Facts
 * @param {string} key one record, one key
 * @param {Facts} facts all that `draw` shows: what JSON can write, and nothing that comes from elsewhere
 * @param {(facts: Facts, number: number) => HTMLElement} draw
 * @returns {Row}
 */
export function row(key, facts, draw) {
  return { key, says: JSON.stringify(facts), draw: (number) => draw(facts, number) };
}

/**
 * @param {string} name of the tray
 * @param {Row[]} rows in their order
 * @returns {() => HTMLElement} the list, to be called when it is put on the screen and not before: the list that stands
 *   there is brought up to date and given back
 */
export function rowList(name, rows) {
  return () => {
    const id = `rows-${name}`;
    const standing = document.getElementById(id);
    const same = standing && memories.get(standing)?.language === language().code;
    const place = same ? standing : h('ul.plain.rows', { id });
    const memory = memories.get(place) ?? { language: language().code, next: 0, rows: new Map() };
    memories.set(place, memory);
    memory.rows = new Map(rows.map((row) => [row.key, drawn(row, memory)]));
    settle(place, ...Array.from(memory.rows.values(), ({ element }) => element));
    return place;
  };
}

/** @param {Row} row @param {Memory} memory @returns {Drawn} */
function drawn({ key, says, draw }, memory) {
  const before = memory.rows.get(key);
  if (before?.says === says) return before;
  const number = memory.next;
  memory.next += 1;
  return { says, element: draw(number) };
}
