/** What a thumb and an eye need of a screen, computed on the page itself, in every script (axe leaves out several). */

const TARGETS = 'button, a[href], select, summary, label.choice, label.btn, textarea, input:not([type=radio], [type=checkbox], [type=file])';
const LEAST_SIZE = 56;
const LEAST_GAP = 8;
const BARS = '.form-head, .form-foot';

/** Targets that are too small, or too near to each other: those of the sticky bars, and those that no bar covers now. */
export function targets() {
  const boxes = visible(TARGETS).map((each) => ({ name: each.innerText || each.tagName, bar: each.closest(BARS), box: each.getBoundingClientRect() }));
  const small = boxes.filter(({ box }) => box.width < LEAST_SIZE || box.height < LEAST_SIZE);
  const bars = visible(BARS).map((bar) => bar.getBoundingClientRect());
  const free = boxes.filter(({ bar, box }) => bar || bars.every((over) => apart(box, over) >= 0));
  const near = free.flatMap((a, index) =>
    free
      .slice(index + 1)
      .filter((b) => a.bar === b.bar && apart(a.box, b.box) < LEAST_GAP)
      .map((b) => `${a.name} | ${b.name}`),
  );
  return [...small.map(({ name, box }) => `${name}: ${box.width}×${box.height}`), ...near];
}

/** Text that is too small, slanted, all capitals or too tight. */
export function texts() {
  const bad = words().filter((each) => {
    const { fontSize, lineHeight, fontStyle, textTransform } = getComputedStyle(each);
    const size = parseFloat(fontSize);
    const arabic = each.closest('[lang]')?.getAttribute('lang') === 'ar';
    const tight = parseFloat(lineHeight) / size < (arabic ? 1.89 : 1.54);
    return size < (each.closest('.question') ? 22 : 18) || tight || fontStyle === 'italic' || textTransform === 'uppercase';
  });
  return bad.map((each) => `${short(each)}: ${getComputedStyle(each).fontSize}/${getComputedStyle(each).lineHeight}`);
}

/** Text that does not stand out from its ground: 7 to 1 for questions, 4.5 to 1 for the rest. */
export function contrast() {
  const found = words().map((each) => ({ each, ratio: ratioOf(rgba(getComputedStyle(each).color), ground(each)) }));
  const bad = found.filter(({ each, ratio }) => ratio < (each.closest('.question') ? 7 : 4.5));
  return bad.map(({ each, ratio }) => `${short(each)}: ${ratio.toFixed(2)}`);
}

/** What runs sideways out of the screen or out of its own box. */
export function sideways() {
  const page = document.documentElement.scrollWidth > innerWidth ? [`page: ${document.documentElement.scrollWidth}`] : [];
  const cut = visible('.form-screen :is(button, label, .question, .hint, .trouble, .pill)').filter(
    (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
  );
  return [...page, ...cut.map((each) => `${each.className}: ${short(each)}`)];
}

/** @param {string} selector @returns {HTMLElement[]} */
function visible(selector) {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]).filter((each) => each.checkVisibility());
}

/** Elements that hold text of their own. */
function words() {
  const own = (/** @type {Node} */ node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim();
  return visible('.form-screen *').filter((each) => [...each.childNodes].some(own));
}

/** @param {Element} each */
function short(each) {
  return each.textContent?.trim().slice(0, 30);
}

/** The gap between two boxes: the larger of the two ways. @param {DOMRect} a @param {DOMRect} b */
function apart(a, b) {
  const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
  return Math.max(across, Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom));
}

/** @param {string} colour @returns {number[]} red, green, blue, alpha from 0 to 255 */
function rgba(colour) {
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext('2d'));
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
}

/** The first opaque ground behind an element. @param {Element | null} each */
function ground(each) {
  for (let here = each; here; here = here.parentElement) {
    const colour = rgba(getComputedStyle(here).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return rgba('Canvas');
}

/** WCAG's contrast ratio. @param {number[]} a @param {number[]} b */
function ratioOf(a, b) {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @param {number[]} colour */
function luminance(colour) {
  const linear = colour.slice(0, 3).map((part) => part / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}
