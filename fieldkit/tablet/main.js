/** The tablet app: opens what this tablet keeps, draws the screen of the address, talks to the server when it can. */
import { keepLocking } from './app/locking.js';
import { readRoute } from './app/routes.js';
import { keepSending } from './app/sender.js';
import { onState, refresh, state, update } from './app/state.js';
import { listenForOffer } from './app/installing.js';
import { keepApp } from './app/updates.js';
import { showBroken, startDrawing } from './screens/app.js';
import { warmEngine } from './screens/engine.js';
import { setLanguage } from './i18n.js';
import { loadLanguageChoice, saveInvitation } from './storage/settings.js';
import { tokenOf } from './sync/link.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));

/** The token leaves the address at once: it must not stay in the history, nor on a screen that somebody photographs. */
async function takeInvitation() {
  const token = tokenOf(location.hash);
  if (!token) return;
  history.replaceState(null, '', '#/enrol');
  await saveInvitation(token);
}

/** The link may also be opened while the app is open: then only the fragment of the address changes. */
function listenForInvitations() {
  window.addEventListener('hashchange', async () => {
    if (!tokenOf(location.hash)) return;
    await takeInvitation();
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
}

function readSettings() {
  const written = document.getElementById('settings')?.textContent;
  if (written) update({ settings: JSON.parse(written) });
}

/** The language that was chosen here, else the first of the browser's that the study speaks, else the study's first. */
async function speak() {
  const offered = state.settings.languages.map(({ code }) => code);
  const chosen = await loadLanguageChoice().catch(() => null); // also a tablet whose memory does not answer says so in a language
  const wishes = [chosen, ...navigator.languages.flatMap((code) => [code, code.split('-')[0]])];
  const code = wishes.find((wish) => wish && offered.includes(wish)) ?? offered[0];
  await setLanguage(code).catch(() => {}); // the words are English until the pack can be had
}

try {
  readSettings();
  if (!globalThis.isSecureContext) throw new TypeError('insecure');
  await takeInvitation();
  await speak();
  await refresh({ tell: false });
  listenForInvitations();
  keepLocking();
  startDrawing(root, () => readRoute(location.hash), onState);
  listenForOffer(() => update({}));
  keepSending();
  void keepApp();
  warmEngine();
} catch (error) {
  await speak();
  showBroken(root, error);
}
document.documentElement.dataset.started = 'yes';
