/** Between the page's text nodes and places in a text version. */
import { fromUtf16, toUtf16 } from './offsets.js';

/**
 * @typedef {{version: string, start: number, end: number}} Place [start, end) in code points of a version
 */

/**
 * A turn's text on the page.
 */
export class Speech {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.version = element.dataset.version ?? '';
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
    this.turn = Number(element.dataset.turn);
    this.node = /** @type {Text} */ (element.firstChild);
    this.text = this.node.data;
  }

  /**
   * @param {number} start in code points of the version
   * @param {number} end
   * @returns {Range | null} the part of [start, end) that this turn holds
   */
  range(start, end) {
    const from = Math.max(start, this.start);
    const to = Math.min(end, this.end);
    if (from >= to) return null;
    const range = document.createRange();
    range.setStart(this.node, toUtf16(this.text, from - this.start));
    range.setEnd(this.node, toUtf16(this.text, to - this.start));
    return range;
  }

  /**
   * The same as `range`, but one that the page need not keep right while it changes: thousands of them cost nothing.
   *
   * @param {number} start
   * @param {number} end
   * @returns {StaticRange | null}
   */
  part(start, end) {
    const range = this.range(start, end);
    return range ? new StaticRange(range) : null;
  }

  /**
   * @param {Range} selected
   * @returns {{start: number, end: number} | null} what of this turn is selected, without white space around it
   */
  selected(selected) {
    const whole = document.createRange();
    whole.selectNodeContents(this.node);
    const beginsBefore = selected.compareBoundaryPoints(Range.START_TO_START, whole) <= 0;
    const endsAfter = selected.compareBoundaryPoints(Range.END_TO_END, whole) >= 0;
    const from = beginsBefore ? 0 : selected.startContainer === this.node ? selected.startOffset : -1;
    const to = endsAfter ? this.text.length : selected.endContainer === this.node ? selected.endOffset : -1;
    if (from < 0 || to < 0 || from >= to) return null;
    const words = this.text.slice(from, to);
    const lead = words.length - words.trimStart().length;
    const trail = words.length - words.trimEnd().length;
    if (lead === words.length) return null;
    return {
      start: this.start + fromUtf16(this.text, from + lead),
      end: this.start + fromUtf16(this.text, to - trail),
    };
  }

  /**
   * @param {number} x
   * @param {number} y in the window
   * @returns {number | null} the code point there, in the version
   */
  pointAt(x, y) {
    const found = caretAt(x, y);
    return found?.node === this.node ? this.start + fromUtf16(this.text, found.offset) : null;
  }

  /**
   * @returns {Place[]} the sentences of this turn
   */
  sentences() {
    const language = this.element.lang && this.element.lang !== 'und' ? this.element.lang : undefined;
    /** @type {Place[]} */
    const found = [];
    for (const { segment, index } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(this.text)) {
      if (!segment.trim()) continue;
      const from = index + segment.length - segment.trimStart().length;
      const to = index + segment.trimEnd().length;
      const start = this.start + fromUtf16(this.text, from);
      found.push({ version: this.version, start, end: this.start + fromUtf16(this.text, to) });
    }
    return found;
  }
}

/**
 * @param {Speech[]} speeches in the order of the page
 * @param {Selection | null} selection
 * @returns {Place | 'none' | 'two-texts'}
 */
export function selectedPlace(speeches, selection) {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return 'none';
  const range = selection.getRangeAt(0);
  const parts = speeches.flatMap((speech) => {
    const part = range.intersectsNode(speech.node) ? speech.selected(range) : null;
    return part ? [{ version: speech.version, ...part, element: speech.element }] : [];
  });
  const selectable = parts.filter(({ element }) => getComputedStyle(element).userSelect !== 'none');
  if (selectable.length === 0) return 'none';
  const { version } = selectable[0];
  if (selectable.some((part) => part.version !== version)) return 'two-texts';
  const starts = selectable.map((part) => part.start);
  const ends = selectable.map((part) => part.end);
  return { version, start: Math.min(...starts), end: Math.max(...ends) };
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {{node: Node, offset: number} | null}
 */
function caretAt(x, y) {
  if ('caretPositionFromPoint' in document) {
    const found = document.caretPositionFromPoint(x, y);
    return found ? { node: found.offsetNode, offset: found.offset } : null;
  }
  const range = /** @type {any} */ (document).caretRangeFromPoint(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}
