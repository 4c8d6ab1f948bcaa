/** A page of the desk that stays open asks now and then whether an alert waits, and says so in the tab's title too. */
import { titleWith } from './alerts/title.js';

const EVERY_MS = 60_000;

/** @returns {Promise<HTMLElement | null>} what the page is to say now; null when it cannot be known */
async function ask() {
  const address = region()?.dataset.address;
  if (!address) return null;
  const answer = await fetch(address, { credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('waiting-alerts');
}

/** The region stays and only what it says is changed, so that it is read out, once. */
async function look() {
  const now = await ask().catch(() => null);
  const here = region();
  if (!now || !here || now.dataset.count === here.dataset.count) return;
  here.dataset.count = now.dataset.count;
  here.replaceChildren(...now.childNodes);
  document.title = titleWith(Number(now.dataset.count), document.title);
}

/** @returns {HTMLElement | null} */
function region() {
  return document.getElementById('waiting-alerts');
}

setInterval(() => void look(), EVERY_MS);
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void look());
