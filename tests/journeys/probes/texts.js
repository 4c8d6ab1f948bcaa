// Size, line height and shape of every text, by script: no slant, nothing all in capitals.
() => {
  const tall = new Set(['ar', 'fa', 'ur', 'ps', 'ckb']);
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!/\p{L}/u.test(text) || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('option, .seen-by-readers, .out-of-sight, [hidden], progress')) continue;
    const { fontSize, lineHeight, fontStyle, textTransform } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    const language = element.closest('[lang]')?.getAttribute('lang') ?? '';
    const lead = parseFloat(lineHeight) / size;
    const name = text.slice(0, 40);
    if (size < (element.closest('.question') ? 22 : 18) - 0.01) faults.add(`small ${fontSize}: ${name}`);
    if (lead < (tall.has(language.split('-')[0]) ? 1.9 : 1.55) - 0.01) faults.add(`tight ${lead.toFixed(2)}: ${name}`);
    if (fontStyle === 'italic' || textTransform === 'uppercase') faults.add(`slanted or all capitals: ${name}`);
    if (!element.closest('code') && /\p{Lu}{5,}/u.test(text)) faults.add(`all capitals: ${name}`);
  }
  return [...faults];
}
