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
    /** @type {Map<string, {name: string, range: AbstractRange}>} the highlights that are on the page */
    this.drawn = new Map();
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

  /** Bring the highlights to what is held now; what stays is not touched, so that one more segment costs one range. */
  highlight() {
    if (!('highlights' in CSS)) return;
    /** @type {Map<string, {name: string, speech: Speech, start: number, end: number}>} */
    const wanted = new Map();
    for (const [speech, held] of this.held) {
      for (const { id, code, start, end } of held) {
        const name = id === this.chosen ? 'chosen' : `code-${this.codes[code]?.colour ?? 1}`;
        wanted.set(`${name} ${id} ${speech.start} ${start} ${end}`, { name, speech, start, end });
      }
      for (const { start, end } of overlaps(held)) {
        const key = `overlap ${speech.version} ${speech.start} ${start} ${end}`;
        wanted.set(key, { name: 'overlap', speech, start, end });
      }
    }
    for (const [key, { name, range }] of this.drawn) {
      if (wanted.has(key)) continue;
      highlightNamed(name).delete(range);
      this.drawn.delete(key);
    }
    for (const [key, { name, speech, start, end }] of wanted) {
      const range = this.drawn.has(key) ? null : speech.part(start, end);
      if (!range) continue;
      highlightNamed(name).add(range);
      this.drawn.set(key, { name, range });
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onSeen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.visible.add(target);
      else this.visible.delete(target);
    }
    this.drawVisible();
  }

  /** Make room for the lanes of every turn in sight, measure once, then draw: so the page is laid out once only. */
  drawVisible() {
    const speeches = [...this.visible].flatMap((element) => this.byElement.get(element) ?? []);
    for (const speech of speeches) {
      for (const old of speech.element.querySelectorAll('.lane')) old.remove();
      const most = this.of(speech).reduce((count, { id }) => Math.max(count, (this.lane.get(id) ?? 0) + 1), 0);
      speech.element.style.setProperty('--lanes', String(most));
    }
    const measured = speeches.map((speech) => {
      const { top } = speech.element.getBoundingClientRect();
      const boxes = this.of(speech).map(({ start, end }) => speech.range(start, end)?.getBoundingClientRect());
      return { speech, places: boxes.map((box) => ({ top: (box?.top ?? top) - top, height: box?.height ?? 0 })) };
    });
    for (const { speech, places } of measured) {
      speech.element.append(...this.of(speech).map((segment, index) => this.bar(segment, places[index])));
    }
  }

  /**
   * @param {Segment} segment
   * @param {{top: number, height: number}} place in the turn, in pixels
   */
  bar(segment, { top, height }) {
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
    bar.style.setProperty('--lane', String(this.lane.get(segment.id) ?? 0));
    bar.style.insetBlockStart = `${top}px`;
    bar.style.blockSize = `${Math.max(height, 8)}px`;
    return bar;
  }

  /** @param {Speech} speech */
  of(speech) {
    return this.held.get(speech) ?? [];
  }
}

/** What lies above what: codes in their order, then where they overlap, then the chosen one. */
const LAYERS = [...Array.from({ length: COLOURS }, (_, index) => `code-${index + 1}`), 'overlap', 'chosen'];

/** @param {string} name */
function highlightNamed(name) {
  const held = CSS.highlights.get(name);
  if (held) return held;
  const made = new Highlight();
  made.priority = LAYERS.indexOf(name);
  CSS.highlights.set(name, made);
  return made;
}
