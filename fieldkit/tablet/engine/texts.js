/**
 * Texts of a form that the engine would run together: it takes every `<value>` of a text for words of it, so that the
 * address of a big picture and the words of the guidance would stand in the question.
 */

/** Stands before guidance inside a hint; it occurs in no form that people write. */
const MARK = '\u2063\u241e\u2063';

/** @typedef {import('@getodk/xforms-engine').TextRange<any>} TextRange */

/**
 * Mend the texts of a form before the engine reads it.
 *
 * @param {Document} form the XForm; it is changed
 * @returns {{changed: boolean, bigger: Map<string, string>}} `bigger`: a picture's address → that of the same picture, larger
 */
export function mendTexts(form) {
  const bigger = new Map();
  let changed = false;
  for (const text of form.getElementsByTagName('text')) {
    const values = Array.from(text.children);
    const of = (/** @type {string} */ kind) => values.find((value) => value.getAttribute('form') === kind);
    const [large, guidance] = [of('big-image'), of('guidance')];
    if (large) enlarge(large, of('image'), bigger);
    if (guidance) setApart(guidance);
    changed ||= Boolean(large || guidance);
  }
  return { changed, bigger };
}

/** @param {Element} large @param {Element | undefined} image @param {Map<string, string>} bigger */
function enlarge(large, image, bigger) {
  if (!image) {
    large.setAttribute('form', 'image');
    return;
  }
  bigger.set(address(image), address(large));
  large.remove();
}

/** Guidance goes last in its text, behind a mark that {@link hintAndGuidance} knows. @param {Element} guidance */
function setApart(guidance) {
  guidance.removeAttribute('form');
  guidance.prepend(MARK);
  guidance.normalize();
  guidance.parentElement?.append(guidance);
}

/** @param {Element} value */
function address(value) {
  return (value.textContent ?? '').trim();
}

/**
 * A hint without its guidance, and the guidance without its hint.
 *
 * @param {TextRange | null | undefined} range
 * @returns {{hint: TextRange | null, guidance: TextRange | null}} null where there is none
 */
export function hintAndGuidance(range) {
  if (!range) return { hint: null, guidance: null };
  const chunks = [.../** @type {Iterable<import('@getodk/xforms-engine').TextChunk>} */ (/** @type {unknown} */ (range))];
  const at = chunks.findIndex(({ asString }) => asString.startsWith(MARK));
  if (at < 0) return { hint: range, guidance: null };
  const [first, ...rest] = chunks.slice(at);
  const bare = Object.create(first, { asString: { value: first.asString.slice(MARK.length) } });
  return { hint: rangeOf(range, chunks.slice(0, at)), guidance: rangeOf(range, [bare, ...rest]) };
}

/** @param {TextRange} range @param {unknown[]} chunks @returns {TextRange | null} */
function rangeOf(range, chunks) {
  const Range = /** @type {any} */ (range.constructor);
  const media = { image: range.imageSource, audio: range.audioSource, video: range.videoSource };
  return chunks.length > 0 ? new Range(range.role, chunks, media) : null;
}
