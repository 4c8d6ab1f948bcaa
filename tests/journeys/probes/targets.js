// Every target's box against every other's: at least 56 px each way, at least 8 px between neighbours.
() => {
  const nearly = 0.3;
  const targets = [...document.querySelectorAll('a, button, input, select, textarea')].filter((one) => one.checkVisibility());
  const boxes = targets.map((one) => ({ name: one.id || one.textContent, box: one.getBoundingClientRect() }));
  const small = boxes.filter(({ box }) => Math.min(box.width, box.height) < 56 - nearly);
  const faults = small.map(({ name, box }) => `${name} is small: ${box.width} × ${box.height}`);
  boxes.forEach((one, i) => {
    for (const other of boxes.slice(i + 1)) {
      const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
      const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom);
      if (Math.max(across, down) < 8 - nearly) faults.push(`${one.name} and ${other.name} are close: ${across}, ${down}`);
    }
  });
  return faults;
}
