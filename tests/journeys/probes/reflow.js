// What runs sideways out of the page, or is cut off by a box around it.
() => {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().width > page.clientWidth);
    const names = out.map((one) => `${one.tagName}.${one.className}`).join(', ');
    faults.push(`the page scrolls sideways: ${page.scrollWidth} of ${page.clientWidth}: ${names}`);
  }
  for (const one of document.querySelectorAll('body *')) {
    if (!one.checkVisibility() || one.closest('svg, option, textarea, select, input, [hidden], .seen-by-readers, .out-of-sight')) continue;
    const { overflowX, overflowY, display } = getComputedStyle(one);
    if (display === 'inline') continue;
    const wide = one.scrollWidth > one.clientWidth + 1 && (overflowX !== 'visible' || one.matches('button, .btn, label, .pill, .tray'));
    const high = one.scrollHeight > one.clientHeight + 1 && overflowY === 'hidden';
    if (wide || high) faults.push(`cut off: ${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`);
  }
  return faults;
}
