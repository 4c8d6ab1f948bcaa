/** Draws segments: their words by the CSS Custom Highlight API, a lane for each beside the text. */
import { lanes, overlaps } from './lanes.js';

/** @typedef {import('./model.js').Segment} Segment */
/** @typedef {import('./places.js').Speech} Speech */

const COLOURS = 8;
const MOST_LANES = 8;

export class Painter {
  /**
   * @param {Speech[]} speeches
   * @param {Record<string, {name: string, colour: number}>} codes
   * @param {string} me
   */
  constructor(speeches, codes, me) {
    this.speeches = speeches;
    this.codes = codes;
    this.me = me;
    /** @type {Map<Speech, Segment[]>} in the order of the text */
    this.held = new Map();
    /** @type {Map<string, number>} by segment */
    this.lane = new Map();
    /** @type {Set<Element>} */
    this.visible = new Set();
    this.chosen = '';
    this.byElement = new Map(speeches.map((speech) => [/** @type {Element} */ (speech.element), speech]));
    this.seen = new IntersectionObserver((entries) => this.onSeen(entries), { rootMargin: '50% 0px' });
    this.sized = new ResizeObserver(() => this.drawVisible());
    for (const { element } of speeches) this.seen.observe(element);
    const text = document.getElementById('text');
    if (text) this.sized.observe(text);
  }

  /**
   * @param {Map<string, Segment[]>} segments to be shown, by version, in the order of the text
   * @param {string} chosen the segment in focus, or an empty string
   */
  paint(segments, chosen) {
    this.chosen = chosen;
    this.held.clear();
    this.lane.clear();
    for (const [version, held] of segments) {
      lanes(held).forEach((lane, index) => this.lane.set(held[index].id, Math.min(lane, MOST_LANES - 1)));
      this.spread(version, held);
    }
    this.highlight();
    this.drawVisible();
  }

  /**
   * Say which turns hold which segments; both are in the order of the text.
   *
   * @param {string} version
   * @param {Segment[]} segments
   */
  spread(version, segments) {
    const speeches = this.speeches.filter((speech) => speech.version === version).sort((a, b) => a.start - b.start);
    let first = 0;
    for (const segment of segments) {
      while (first < speeches.length && speeches[first].end <= segment.start) first += 1;
      for (let index = first; index < speeches.length && speeches[index].start < segment.end; index += 1) {
        const held = this.held.get(speeches[index]);
        if (held) held.push(segment);
        else this.held.set(speeches[index], [segment]);
      }
    }
  }

  highlight() {
    if (!('highlights' in CSS)) return;
    /** @type {Range[][]} */
    const coloured = Array.from({ length: COLOURS + 1 }, () => []);
    /** @type {Range[]} */
    const met = [];
    /** @type {Range[]} */
    const chosen = [];
    for (const speech of this.speeches) {
      const held = this.held.get(speech) ?? [];
      for (const segment of held) {
        const range = speech.range(segment.start, segment.end);
        if (range) (segment.id === this.chosen ? chosen : coloured[this.codes[segment.code]?.colour ?? 1]).push(range);
      }
      for (const { start, end } of overlaps(held)) {
        const range = speech.range(start, end);
        if (range) met.push(range);
      }
    }
    for (let colour = 1; colour <= COLOURS; colour += 1) register(`code-${colour}`, coloured[colour], colour);
    register('overlap', met, COLOURS + 1);
    register('chosen', chosen, COLOURS + 2);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onSeen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.visible.add(target);
      else this.visible.delete(target);
    }
    this.drawVisible();
  }

  drawVisible() {
    for (const element of this.visible) {
      const speech = this.byElement.get(element);
      if (speech) this.drawLanes(speech);
    }
  }

  /** @param {Speech} speech */
  drawLanes(speech) {
    const held = this.held.get(speech) ?? [];
    for (const old of speech.element.querySelectorAll('.lane')) old.remove();
    const most = held.reduce((count, segment) => Math.max(count, (this.lane.get(segment.id) ?? 0) + 1), 0);
    speech.element.style.setProperty('--lanes', String(most));
    const top = speech.element.getBoundingClientRect().top;
    const bars = held.map((segment) => this.bar(speech, segment, top));
    speech.element.append(...bars);
  }

  /**
   * @param {Speech} speech
   * @param {Segment} segment
   * @param {number} top of the speech in the window
   */
  bar(speech, segment, top) {
    const code = this.codes[segment.code];
    const bar = document.createElement('button');
    bar.type = 'button';
    bar.tabIndex = -1;
    bar.className = `lane c${code?.colour ?? 1}`;
    bar.classList.toggle('other', segment.coder !== this.me);
    bar.classList.toggle('chosen', segment.id === this.chosen);
    bar.dataset.segment = segment.id;
    bar.title = code?.name ?? '';
    bar.setAttribute('aria-label', bar.title);
    const box = speech.range(segment.start, segment.end)?.getBoundingClientRect();
    bar.style.setProperty('--lane', String(this.lane.get(segment.id) ?? 0));
    bar.style.insetBlockStart = `${(box?.top ?? top) - top}px`;
    bar.style.blockSize = `${Math.max(box?.height ?? 0, 8)}px`;
    return bar;
  }
}

/**
 * @param {string} name
 * @param {Range[]} ranges
 * @param {number} priority
 */
function register(name, ranges, priority) {
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  CSS.highlights.set(name, highlight);
}
