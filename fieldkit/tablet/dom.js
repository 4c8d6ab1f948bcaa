/** Making elements. Text is always text: nothing here reads markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** Icons as paths in a field of 24 × 24, drawn with the ink of the text around them. Each stands beside a word. */
const ICONS = {
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  up: 'M12 20V5M6 11l6-6 6 6',
  wait: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3',
  warn: 'M12 3.5L22 20.5H2zM12 10v5M12 17.6v.4',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  lock: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  page: 'M6 3h8l4 4v14H6zM9 11h6M9 15h6',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1 1-1.1 1.8M12 16.6v.4',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  tablet: 'M6 3h12v18H6zM11 18h2',
  offline: 'M4 4l16 16M5 12a10 10 0 0 1 4-2.5M19 12a10 10 0 0 0-6-3M8.5 15.5a5 5 0 0 1 6 0M12 19v.1',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  stop: 'M6.5 6.5h11v11h-11z',
  microphone: 'M12 3.5a3 3 0 0 0-3 3V12a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5',
  record: 'M12 6.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11',
  play: 'M8 5l11 7-11 7z',
  plus: 'M12 5v14M5 12h14',
  remove: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13M10.5 10.5v6M13.5 10.5v6',
  down: 'M12 4v15M6 13l6 6 6-6',
  place: 'M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21M12 7a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20',
  picture: 'M4 5h16v14H4zM4 16l4.5-5 4 4.5 3-3L20 17M15.5 8.5v.1',
  undo: 'M9 5L4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3',
  light: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.5.4.5 1 .5 2.1h6c0-1.1 0-1.7.5-2.1A6 6 0 0 0 12 3',
  code: 'M4 5v14M8 5v14M11 5v14M15 5v14M18 5v14M20.5 5v14',
  compass: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M15.5 8.5l-2 5-5 2 2-5z',
  star: 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z',
  minus: 'M5 12h14',
  phone: 'M6 3.5l3 .5 1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5.5 3c-1 1.5-2.5 2-4 1.8C9 19 5 15 4.2 7.5 4 6 4.5 4.5 6 3.5',
  pause: 'M8.5 5v14M15.5 5v14',
  print: 'M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 13.5h10v7H7z',
  hide: 'M3 12c4-6 14-6 18 0-4 6-14 6-18 0M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M4 4l16 16',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c0-4.5 3.5-6 7.5-6s7.5 1.5 7.5 6z',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
};

/** Arrows that point along the line of reading, and so turn with it. */
const TURNING = new Set(['next', 'back']);

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {keyof typeof ICONS} IconName
 * @typedef {Record<string, unknown>} Attributes `on…` are listeners; true and false set and leave out an attribute
 */

/**
 * Make an element: `h('button.quiet', { type: 'button', onclick }, icon('back'), t('Back'))`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag | `${Tag}.${string}`} selector tag and classes
 * @param {Attributes | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(selector, attributes, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes ?? {})) setAttribute(element, name, value);
  element.append(...present(children.flat()));
  return /** @type {HTMLElementTagNameMap[Tag]} */ (element);
}

/**
 * Put other children into an element.
 * @param {Element} element
 * @param {...Child} children
 */
export function replace(element, ...children) {
  element.replaceChildren(...present(children));
}

/**
 * The same, but a child that is there already stays where it is: whatever has the focus in it keeps the focus, and what
 * was laid out is not laid out again.
 * @param {Element} element
 * @param {...Child} children
 */
export function settle(element, ...children) {
  const wanted = present(children);
  const staying = new Set(wanted);
  for (const child of [...element.childNodes]) if (!staying.has(child)) child.remove();
  let next = element.firstChild;
  for (const child of wanted) {
    if (child === next) next = next.nextSibling;
    else if (next) next.before(child);
    else element.append(child);
  }
}

/** @type {Map<IconName, SVGSVGElement>} Hundreds of the same stand in a tray; a copy costs a fifth of making one. */
const made = new Map();

/**
 * @param {IconName} name
 * @returns {SVGSVGElement} hidden from screen readers: the word beside it says the same
 */
export function icon(name) {
  const first = made.get(name) ?? drawing(ICONS[name], TURNING.has(name) ? 'icon flip' : 'icon');
  made.set(name, first);
  return /** @type {SVGSVGElement} */ (first.cloneNode(true));
}

/**
 * A line drawing that only one screen needs; like an icon it stands beside words that say the same.
 * @param {string} line a path in a field of 24 × 24
 * @param {string} [classes]
 * @returns {SVGSVGElement}
 */
export function drawing(line, classes = 'icon') {
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(SVG, 'svg'));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', classes);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', line);
  svg.append(path);
  return svg;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
function present(children) {
  const shown = children.filter((child) => child !== null && child !== undefined && child !== false);
  return shown.map((child) => (typeof child === 'number' ? String(child) : /** @type {Node | string} */ (child)));
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on') && typeof value === 'function') {
    element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}
