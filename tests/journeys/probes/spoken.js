// What a reader of screens says wrongly: words in the voice of another language, words that are said twice, a screen
// with no heading of its own or with several; and names and times that what is around them could turn.
() => {
  const faults = new Set();
  const spokenBy = { Arabic: ['ar', 'fa', 'ur', 'ps', 'ckb'], Cyrillic: ['uk', 'ru', 'bg', 'be', 'sr'] };
  const walker = document.createTreeWalker(document.querySelector('dialog[open]') ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    // In the tours all that people wrote stands in marks.
    const apart = element.closest('bdi, code, :not(html)[dir], option, textarea, title');
    if (element.checkVisibility() && (text.includes('⟦') || (text && element.closest('time'))) && !apart) faults.add(`not kept apart: ${text.slice(0, 40)}`);
    // Names and what people wrote themselves are in no language that anybody told us.
    if (!element.checkVisibility() || element.closest('bdi, code, .slip-code, [dir=auto], script, style, textarea, title')) continue;
    const around = element.closest('[lang]');
    const language = around?.lang.split('-')[0] ?? '';
    for (const [script, languages] of Object.entries(spokenBy)) {
      const has = new RegExp(`\\p{Script=${script}}{2,}`, 'u').test(text);
      if (has && language && !languages.includes(language)) faults.add(`${script} said in ${language}: ${text.slice(0, 40)}`);
    }
    if (text.includes('⟦') && around === document.documentElement) faults.add(`the form's words said in ${language}: ${text.slice(0, 40)}`);
  }
  const live = ':is([role=alert], [role=status], [aria-live])';
  for (const one of document.querySelectorAll(`${live} ${live}`)) faults.add(`said twice: ${one.outerHTML.slice(0, 80)}`);
  const ranks = [...document.querySelectorAll('h1, [role=heading][aria-level="1"]')].filter((one) => one.checkVisibility());
  if (!document.querySelector('dialog[open]') && ranks.length !== 1) faults.add(`${ranks.length} headings of the first rank`);
  return [...faults];
}
