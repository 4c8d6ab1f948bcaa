/** Going through the text by keyboard: turns, sentences, words. What is chosen is the browser's own selection. */

/** @typedef {import('./places.js').Speech} Speech */
/** @typedef {import('./keys.js').KeyAction} KeyAction */

export class Reader {
  /** @param {Speech[]} speeches in the order of the page */
  constructor(speeches) {
    this.speeches = speeches;
    for (const { element } of speeches) {
      element.tabIndex = element === speeches[0].element ? 0 : -1;
      element.addEventListener('focus', () => this.stopAt(element));
    }
  }

  /**
   * Let Tab stop at one turn only, the last one in focus.
   *
   * @param {HTMLElement} element
   */
  stopAt(element) {
    for (const speech of this.speeches) speech.element.tabIndex = speech.element === element ? 0 : -1;
  }

  /** @returns {Speech | undefined} the turn in focus */
  current() {
    return this.speeches.find(({ element }) => element === document.activeElement);
  }

  /**
   * @param {KeyAction} action
   * @returns {boolean} whether the key meant something here
   */
  move(action) {
    const speech = this.current();
    if (!speech) return false;
    if (action.kind === 'turn') return this.turn(speech, action.step);
    if (action.kind === 'sentence') return sentence(speech, isForward(speech, action.side));
    if (action.kind === 'word') return word(speech, action.side);
    return false;
  }

  /**
   * @param {Speech} speech
   * @param {1 | -1} step
   */
  turn(speech, step) {
    const column = this.speeches.filter((one) => one.version === speech.version);
    const next = column[column.indexOf(speech) + step];
    next?.element.focus();
    next?.element.scrollIntoView({ block: 'nearest' });
    return true;
  }
}

/**
 * @param {Speech} speech
 * @param {'left' | 'right'} side
 */
function isForward(speech, side) {
  return (side === 'right') === (getComputedStyle(speech.element).direction === 'ltr');
}

/**
 * Choose the next or the previous sentence; without a chosen one, the first or the last.
 *
 * @param {Speech} speech
 * @param {boolean} forward
 */
function sentence(speech, forward) {
  const all = speech.sentences();
  const selection = document.getSelection();
  const held = selection && !selection.isCollapsed ? speech.selected(selection.getRangeAt(0)) : null;
  const inside = held && selection?.getRangeAt(0).intersectsNode(speech.node) ? held : null;
  const before = all.filter((one) => inside && one.start < inside.start);
  const after = all.filter((one) => inside && one.start >= inside.end);
  const next = inside ? (forward ? after[0] : before[before.length - 1]) : forward ? all[0] : all[all.length - 1];
  const range = next ? speech.range(next.start, next.end) : null;
  if (range) select(range);
  return true;
}

/**
 * Take a word more into the selection, or one less.
 *
 * @param {Speech} speech
 * @param {'left' | 'right'} side
 */
function word(speech, side) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return sentence(speech, true);
  selection.modify('extend', side, 'word');
  return true;
}

/** @param {Range} range */
function select(range) {
  document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}
