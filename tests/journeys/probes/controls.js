// Contrast of what one must see to find a control, 3 to 1 with what is around: the frame or ground of a field and of a
// choice, and every icon. A button is found by its words, whose contrast is another probe's.
() => {
  // The strongest of its frame and its ground, against what is around it.
  function frame(element) {
    const style = getComputedStyle(element);
    const around = behind(element.parentElement);
    const sides = ['Top', 'Right', 'Bottom', 'Left'].filter((side) => parseFloat(style[`border${side}Width`]) > 0);
    const colours = [style.backgroundColor, ...sides.map((side) => style[`border${side}Color`])].map(pixel);
    return Math.max(1, ...colours.filter((colour) => colour[3] > 0).map((colour) => ratio(colour, around)));
  }

  const faults = new Set();
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const framed = 'select, textarea, input:not([type=radio], [type=checkbox], [type=range], [type=file]), .choice';
  for (const one of seen(framed)) {
    const found = frame(one);
    if (found < 3) faults.add(`faint frame ${found.toFixed(2)}: ${(one.id || one.textContent || one.tagName).trim().slice(0, 40)}`);
  }
  for (const one of seen('svg.icon, .mark')) {
    if (one.closest(':disabled') || getComputedStyle(one).color === 'rgba(0, 0, 0, 0)') continue;
    const found = ratio(pixel(getComputedStyle(one).color), behind(one));
    if (found < 3) faults.add(`faint icon ${found.toFixed(2)} in ${one.parentElement.outerHTML.slice(0, 60)}`);
  }
  return [...faults];
}
