/** The list of segments beside the text. */

/** @typedef {import('./model.js').Segment} Segment */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./places.js').Speech} Speech */

const AT_ONCE = 100;

/**
 * @typedef {object} ListActions
 * @property {(segment: Segment) => void} remove
 * @property {(segment: Segment) => void} go
 * @property {(segment: Segment, text: string) => void} memo
 * @property {(memo: string) => void} unmemo
 */

export class SegmentList {
  /**
   * @param {HTMLElement} element
   * @param {Record<string, {name: string, colour: number}>} codes
   * @param {Record<string, string>} names of the coders
   * @param {Record<string, string>} words
   * @param {Model} model
   * @param {Speech[]} speeches
   * @param {ListActions} actions
   */
  constructor(element, codes, names, words, model, speeches, actions) {
    this.element = element;
    this.codes = codes;
    this.names = names;
    this.words = words;
    this.model = model;
    this.speeches = speeches;
    this.actions = actions;
    this.limit = AT_ONCE;
    /** @type {Segment[]} */
    this.segments = [];
    /** @type {Map<string, string>} memos that are being written, by segment: nothing typed is lost by a redraw */
    this.drafts = new Map();
  }

  /**
   * @param {Segment[]} segments
   * @param {string} chosen
   */
  draw(segments, chosen) {
    this.segments = segments;
    const focused = this.focusedPart();
    const items = segments.slice(0, this.limit).map((segment) => this.item(segment, chosen));
    if (segments.length === 0) items.push(make('li', { className: 'quiet' }, this.words.none));
    if (segments.length > this.limit) items.push(this.more(chosen));
    this.element.replaceChildren(...items);
    this.restoreFocus(focused);
  }

  /** @returns {{id: string, part: string} | null} */
  focusedPart() {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || !this.element.contains(active)) return null;
    const id = active.closest('li')?.dataset.segment ?? '';
    return { id, part: active.dataset.part ?? '' };
  }

  /** @param {{id: string, part: string} | null} focused */
  restoreFocus(focused) {
    if (!focused) return;
    const item = this.element.querySelector(`[data-segment="${CSS.escape(focused.id)}"]`);
    const part = focused.part ? item?.querySelector(`[data-part="${focused.part}"]`) : item;
    const target = part ?? item ?? this.element.querySelector('li[data-segment]');
    if (target instanceof HTMLElement) target.focus();
  }

  /**
   * @param {Segment} segment
   * @param {string} chosen
   */
  item(segment, chosen) {
    const code = this.codes[segment.code];
    const item = make('li', { className: `segment c${code?.colour ?? 1}`, tabIndex: 0 });
    item.dataset.segment = segment.id;
    item.classList.toggle('chosen', segment.id === chosen);
    const head = make('div', { className: 'segment-head' });
    const swatch = make('span', { className: 'swatch' });
    swatch.setAttribute('aria-hidden', 'true');
    head.append(swatch, make('bdi', {}, code?.name ?? ''));
    item.append(head, this.quotation(segment));
    if (segment.coder !== this.model.me) item.append(make('bdi', { className: 'quiet' }, this.names[segment.coder] ?? ''));
    for (const memo of this.model.memosOn(segment.id)) item.append(this.memo(memo));
    item.append(this.acts(segment));
    return item;
  }

  /** @param {Segment} segment */
  quotation(segment) {
    const speech = this.speeches.filter(({ version, start, end }) => {
      return version === segment.version && segment.start < end && start < segment.end;
    });
    const words = speech.map((one) => one.range(segment.start, segment.end)?.toString() ?? '').join(' … ');
    const quotation = make('p', { className: 'segment-words' }, words);
    const first = speech[0]?.element;
    if (first) Object.assign(quotation, { lang: first.lang, dir: first.dir });
    return quotation;
  }

  /** @param {import('./model.js').Memo} memo */
  memo(memo) {
    const box = make('div', { className: 'segment-memo' });
    box.append(make('p', { dir: 'auto' }, memo.text));
    if (memo.by === this.model.me) box.append(this.button('plain', this.words.remove_memo, () => this.actions.unmemo(memo.id)));
    return box;
  }

  /** @param {Segment} segment */
  acts(segment) {
    const acts = make('div', { className: 'segment-acts' });
    acts.append(this.button('plain', this.words.go, () => this.actions.go(segment), 'go'));
    acts.append(this.button('plain', this.words.memo, () => this.writeMemo(acts, segment), 'memo'));
    if (segment.coder === this.model.me) {
      acts.append(this.button('plain', this.words.remove, () => this.actions.remove(segment), 'remove'));
    }
    if (this.drafts.has(segment.id)) queueMicrotask(() => this.writeMemo(acts, segment));
    return acts;
  }

  /**
   * @param {HTMLElement} acts
   * @param {Segment} segment
   */
  writeMemo(acts, segment) {
    if (acts.querySelector('textarea')) return;
    const area = make('textarea', { className: 'short', dir: 'auto', value: this.drafts.get(segment.id) ?? '' });
    area.dataset.part = 'draft';
    area.setAttribute('aria-label', this.words.memo);
    area.addEventListener('input', () => this.drafts.set(segment.id, area.value));
    const save = this.button('quiet', this.words.save_memo, () => {
      if (!area.value.trim()) return area.focus();
      this.drafts.delete(segment.id);
      return this.actions.memo(segment, area.value.trim());
    });
    acts.append(area, save);
    area.focus();
  }

  /** @param {string} chosen */
  more(chosen) {
    const item = make('li', {});
    item.append(
      this.button('quiet', this.words.more, () => {
        this.limit += AT_ONCE;
        this.draw(this.segments, chosen);
      }),
    );
    return item;
  }

  /**
   * @param {string} look
   * @param {string} words
   * @param {() => unknown} act
   * @param {string} [part] names the button within its segment
   */
  button(look, words, act, part = '') {
    const button = make('button', { type: 'button', className: look }, words);
    if (part) button.dataset.part = part;
    button.addEventListener('click', act);
    return button;
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(name, properties, text) {
  const element = Object.assign(document.createElement(name), properties);
  if (text !== undefined) element.textContent = text;
  return element;
}
