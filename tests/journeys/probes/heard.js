// Remembers from the beginning what a reader of screens says by itself: what changes in live regions, and what takes the
// focus. A status that comes with its words already in it is counted too, for some readers say it.
(() => {
  window.heard = [];
  const before = new WeakMap();
  const LIVE = '[role=alert], [role=status], [aria-live]';
  const words = (one) => one.textContent.replace(/\s+/g, ' ').trim();
  const say = (region) => {
    if (region.getAttribute('aria-live') === 'off' || !region.isConnected || !region.checkVisibility()) return;
    const said = words(region);
    if (said === before.get(region)) return;
    before.set(region, said);
    if (said) window.heard.push(said);
  };
  new MutationObserver((changes) => {
    const regions = new Set();
    for (const { target, addedNodes } of changes) {
      const around = (target.nodeType === 1 ? target : target.parentElement)?.closest(LIVE);
      if (around) regions.add(around);
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        if (node.matches(LIVE)) regions.add(node);
        for (const inner of node.querySelectorAll(LIVE)) regions.add(inner);
      }
    }
    for (const region of regions) say(region);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'] });
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches('h1, .trouble, [role=heading], p')) window.heard.push(words(target));
  });
})();
