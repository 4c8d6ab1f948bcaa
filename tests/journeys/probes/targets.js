// Every target's box: at least 56 px each way, at least 8 px to its neighbours. A bar that stays in view lies over what
// scrolls beneath it: targets are neighbours within one bar, or in the part of the page that no bar covers now.
() => {
  const nearly = 0.3;
  const own = 'a, button, select:not(label.btn > *), textarea, summary, label:is(.choice, .btn, .picker)';
  const fields = 'input:not([type=radio], [type=checkbox], [type=file])';
  const whole = document.querySelector('dialog[open]') ?? document;
  const shown = (selector) => [...whole.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const bars = shown('header, footer, .head-stack').filter((bar) => getComputedStyle(bar).position === 'sticky');
  const across = (a, b) => Math.max(a.left - b.right, b.left - a.right);
  const down = (a, b) => Math.max(a.top - b.bottom, b.top - a.bottom);
  const apart = (a, b) => Math.max(across(a, b), down(a, b));
  const boxes = shown(`${own}, ${fields}`).map((one) => ({
    name: (one.id || one.innerText || one.tagName).trim().slice(0, 40),
    bar: bars.find((bar) => bar.contains(one)),
    box: one.getBoundingClientRect(),
  }));
  const small = boxes.filter(({ box }) => Math.min(box.width, box.height) < 56 - nearly);
  const faults = small.map(({ name, box }) => `${name} is small: ${box.width} × ${box.height}`);
  const covered = ({ bar, box }) => !bar && bars.some((over) => apart(box, over.getBoundingClientRect()) < 0);
  const free = boxes.filter((one) => !covered(one));
  free.forEach((one, i) => {
    for (const other of free.slice(i + 1)) {
      if (one.bar !== other.bar || apart(one.box, other.box) >= 8 - nearly) continue;
      faults.push(`${one.name} and ${other.name} are close: ${across(one.box, other.box)}, ${down(one.box, other.box)}`);
    }
  });
  return faults;
}
