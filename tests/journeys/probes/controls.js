// Contrast of what one must see to find a control, 3 to 1 with what is around: the frame or ground of a field and of a
// choice, and every icon. A button is found by its words, whose contrast is another probe's.
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

  function pixel(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }

  // Relative luminance as WCAG 2.2 defines it.
  function luminance([red, green, blue]) {
    const linear = (value) => (value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  function behind(element) {
    for (let one = element; one; one = one.parentElement) {
      const colour = pixel(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return pixel('Canvas');
  }

  function ratio(one, other) {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

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
