// What stands on every screen: a list of the languages, each in its own script, and Help at the end of the bar at the top.
// Not on the clocks that hide what this is (the cover, inside a visit), nor in a pause, which shows nothing of the form, nor
// where nothing could be read of what the app knows.
() => {
  if (document.querySelector('dialog[open], main.inside, main .paused, main.at-cover, body:not(:has(header)) #reload')) return [];
  const faults = [];
  const field = document.querySelector('#language, #form-language');
  if (!field?.checkVisibility()) faults.push('no list of languages');
  for (const { lang, textContent } of field?.options ?? []) {
    const script = { ar: 'Arabic', uk: 'Cyrillic' }[lang] ?? 'Latin';
    if (!lang || !new RegExp(`\\p{Script=${script}}`, 'u').test(textContent)) faults.push(`${textContent} is not in its own script`);
  }
  const help = document.querySelector('header #help, header .help');
  if (!help?.checkVisibility()) return [...faults, 'no Help'];
  const [box, bar] = [help, help.closest('header')].map((one) => one.getBoundingClientRect());
  const fromEnd = document.documentElement.dir === 'rtl' ? box.left - bar.left : bar.right - box.right;
  if (fromEnd > 24 || box.top - bar.top > 24) faults.push(`Help stands ${fromEnd} px from the end, ${box.top - bar.top} px from the top`);
  return faults;
}
