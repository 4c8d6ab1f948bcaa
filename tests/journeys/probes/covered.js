// Controls that are reached from far away, when the browser scrolls by itself, and then lie under a bar that stays.
() => {
  const dialog = document.querySelector('dialog[open]');
  const all = [...(dialog ?? document).querySelectorAll('a[href], button, input, select, textarea, summary')];
  const bars = dialog ? [] : [...document.querySelectorAll('header, footer, .head-stack')].filter((bar) => getComputedStyle(bar).position === 'sticky');
  const faults = [];
  for (const one of all.filter((each) => each.checkVisibility() && !each.disabled)) {
    const whole = one.closest('label.choice, label.picker, label.btn') ?? one;
    for (const from of ['below', 'above']) {
      document.activeElement?.blur();
      scrollTo(0, from === 'above' ? 0 : document.body.scrollHeight);
      one.focus();
      const box = whole.getBoundingClientRect();
      const covers = (over) => box.bottom > over.top + 1 && box.top < over.bottom - 1 && box.height < innerHeight / 2;
      const bar = bars.find((each) => !each.contains(one) && covers(each.getBoundingClientRect()));
      const name = (whole.id || whole.innerText || one.getAttribute('aria-label') || '').slice(0, 40);
      if (bar) faults.push(`${name} lies under ${bar.className || bar.tagName} when reached from ${from}`);
    }
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults;
}
