// Contrast of every text with what is behind it, in every script (axe leaves Arabic out).
() => {
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!text || !element.checkVisibility()) continue;
    const found = ratio(pixel(getComputedStyle(element).color), behind(element));
    if (found < (element.closest('h1, h2, .question') ? 7 : 4.5)) faults.push(`pale ${found.toFixed(2)}: ${text}`);
  }
  return faults;
}
