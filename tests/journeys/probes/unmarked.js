// Words that did not come through the catalogue: what is left of each text when the marks of the pseudo-locale are taken
// out. Languages name themselves, and codes are nobody's words.
(data) => {
  const bare = (text) => {
    let before;
    do {
      before = text;
      text = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    } while (text !== before);
    for (const known of data) text = text.replaceAll(known, ' ');
    return text;
  };
  const language = document.documentElement;
  const exempt = (one) => one.closest('code, script, style, noscript, #old-browser') || (one.closest('[lang]') !== language && one.closest('.languages, option'));
  const faults = new Set();
  const look = (where, text) => {
    if (text && /\p{L}/u.test(bare(text))) faults.add(`${where}: ${text.trim().slice(0, 80)}`);
  };
  look('title of the page', document.title);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!exempt(one) && (one.checkVisibility() || one.closest('option'))) look('text', walker.currentNode.data);
  }
  for (const one of document.querySelectorAll('body *')) {
    if (exempt(one) || !one.checkVisibility()) continue;
    for (const name of ['alt', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'title', 'placeholder', 'label']) {
      look(name, one.getAttribute(name));
    }
  }
  return [...faults];
}
