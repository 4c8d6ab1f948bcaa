/** Notices for whoever listens: once each, however often the screen is drawn anew while one stands on it. */
import { announce } from './announce.js';
import { state } from './state.js';

export function tellNotice() {
  const { tone, words } = state.notice ?? { tone: 'ok', words: '' };
  announce('news', tone === 'ok' ? words : '');
  announce('warning', tone === 'ok' ? '' : words);
}

/** Nothing of the study is said where nothing of it is shown. */
export function beQuiet() {
  for (const about of /** @type {const} */ (['standing', 'news', 'result', 'warning'])) announce(about, '');
}
