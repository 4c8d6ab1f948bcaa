/** Pictures of our own for the first steps, drawn with the colours of the screen. */

const SVG = 'http://www.w3.org/2000/svg';

/** In a field of 160 × 100: `a` is filled softly, `b` drawn in ink, `c` in the colour of action. */
const PICTURES = {
  tablet: { a: 'M50 8h60a6 6 0 0 1 6 6v72a6 6 0 0 1-6 6H50a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6z', b: 'M50 8h60a6 6 0 0 1 6 6v72a6 6 0 0 1-6 6H50a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6zM74 85h12', c: 'M56 24h48M56 36h32M56 52h48v18H56z' },
  question: { a: 'M24 10h112v80H24z', b: 'M24 10h112v80H24zM36 24h60M48 44h44M48 62h58', c: 'M36 38h8v10h-8zM36 56h8v10h-8zM38 61l2 3 4-6M108 80h18M120 74l7 6-7 6' },
  kept: { a: 'M44 14h52v72H44z', b: 'M44 14h52v72H44zM54 28h32M54 40h32M54 52h22', c: 'M84 68l12 12 24-28M108 20v16M100 28h16' },
  sent: { a: 'M28 44h44v40H28z', b: 'M28 44h44v40H28zM36 44V34a14 14 0 0 1 28 0v10M50 58v12', c: 'M84 64h34M106 50l14 14-14 14M128 30a22 22 0 0 0-40 0M120 36a12 12 0 0 0-24 0M108 42v.5' },
  stop: { a: 'M20 16h120v68H20z', b: 'M20 16h120v68H20zM20 40h120', c: 'M34 24h8v8h-8zM62 23v10M68 23v10M122 24a5 5 0 1 1 3 8v2M80 52l-16 12 16 12M66 64h32' },
  practice: { a: 'M36 82l4-22 52-46 18 18-52 46z', b: 'M36 82l4-22 52-46 18 18-52 46zM80 24l18 18', c: 'M98 82h30M112 68l3 5 6 1-4 4 1 6-6-3-6 3 1-6-4-4 6-1z' },
};

/** @typedef {keyof typeof PICTURES} PictureName */

/** They show a screen, or something on its way: these run with the script. @type {ReadonlySet<string>} */
const DIRECTED = new Set(['question', 'sent', 'stop']);

/**
 * @param {PictureName} name
 * @returns {SVGSVGElement} hidden from screen readers: the words beside it say the same
 */
export function drawing(name) {
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(SVG, 'svg'));
  svg.setAttribute('viewBox', '0 0 160 100');
  svg.setAttribute('class', DIRECTED.has(name) ? 'sketch flip' : 'sketch');
  svg.setAttribute('aria-hidden', 'true');
  for (const [part, lines] of Object.entries(PICTURES[name])) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', part);
    path.setAttribute('d', lines);
    svg.append(path);
  }
  return svg;
}
