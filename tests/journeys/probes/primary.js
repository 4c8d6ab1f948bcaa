// One button that looks like the way on, in the part of the screen that is one's task; a row of a list has one of its
// own. Where Back stands beside it, Back is at the inline start.
() => {
  const whole = document.querySelector('dialog[open]') ?? document.body;
  const swatch = document.createElement('i');
  swatch.style.backgroundColor = 'var(--act)';
  document.body.append(swatch);
  const accent = getComputedStyle(swatch).backgroundColor;
  swatch.remove();
  const loud = [...whole.querySelectorAll(':is(button, .btn):not(header *, :disabled)')].filter((one) => one.checkVisibility() && getComputedStyle(one).backgroundColor === accent);
  const faults = [];
  for (const [place, ways] of Map.groupBy(loud, (one) => one.closest('li') ?? whole)) {
    if (ways.length > 1) faults.push(`${ways.length} primary buttons in ${place.tagName}: ${ways.map((one) => one.id || one.textContent.trim()).join(', ')}`);
  }
  const [back, go] = ['.form-foot button.quiet, #walk-back', '.form-foot .go, .walk-ways > :last-child'].map((which) => document.querySelector(which));
  if (back?.checkVisibility() && go?.checkVisibility()) {
    const [one, other] = [back, go].map((each) => each.getBoundingClientRect());
    const ahead = getComputedStyle(back.parentElement).direction === 'rtl' ? other.right - one.right : one.left - other.left;
    if (ahead > 1) faults.push('Back does not stand at the inline start');
  }
  return faults;
}
