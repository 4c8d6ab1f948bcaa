/** The screen on which a form is filled in, from the first question to the lock. */

import { createEffect, createRenderEffect, createRoot, createSignal, on, onCleanup, untrack } from 'solid-js';
import { questionsIn, samePlace } from '../engine/pages.js';
import { h, replace } from '../dom.js';
import { language, onLanguageChange } from '../i18n.js';
import { autosave } from './autosave.js';
import { createTroubles } from './context.js';
import { screenFoot, screenHead } from './frame.js';
import { noticesView } from './notices.js';
import { pageView } from './page.js';
import { reviewView } from './review.js';
import { safetyView } from './safety.js';
import { createPlayer } from './sound.js';

/** @typedef {import('../engine/types.js').FormSession} FormSession */
/** @typedef {import('../engine/types.js').Page} Page */
/** @typedef {{name: 'notices' | 'review' | 'safety'} | {name: 'page', key: string}} View */

/**
 * @typedef {object} ScreenOptions
 * @property {FormSession} session
 * @property {(draft: import('../engine/types.js').KeptInstance) => unknown} onDraft keeps the draft; may return a promise that rejects
 * @property {(record: import('../engine/types.js').FinishedInstance) => unknown} onReady takes the record to be locked
 * @property {(choice: {keep: boolean}) => unknown} onLeave the person goes away from the form; `keep` is false when the draft shall go
 * @property {() => Date} [now]
 * @property {{number: string, words?: string}} [safety] whom to call when it is not safe
 */

/**
 * Show a form in a container.
 *
 * @param {HTMLElement} container
 * @param {ScreenOptions} options
 * @returns {{close: () => void}} closing keeps nothing by itself: every change has already been handed to `onDraft`
 */
export function openFormScreen(container, options) {
  return createRoot((dispose) => {
    const screen = formScreen(options);
    container.replaceChildren(screen);
    return {
      close() {
        dispose();
        screen.remove();
      },
    };
  });
}

/** @param {ScreenOptions} options */
function formScreen({ session, onDraft, onReady, onLeave, safety, now = () => new Date() }) {
  const keeping = autosave(session, onDraft);
  onCleanup(keeping.stop);
  const player = createPlayer();
  const troubles = createTroubles();
  const [view, setView] = createSignal(firstView(session));
  const [before, setBefore] = createSignal(/** @type {View | null} */ (null));
  const [locking, setLocking] = createSignal(/** @type {'no' | 'busy' | 'failed'} */ ('no'));
  const uiLanguage = followUiLanguage();
  const ctx = { session, player, troubles, now, goTo };

  /** @param {string} nodeId of a page, or of a question on a page */
  function goTo(nodeId) {
    const page = session.pages().find(({ key, node }) => key === nodeId || questionsIn(node).some((each) => each.nodeId === nodeId));
    if (page) setView({ name: 'page', key: page.key });
  }

  const place = () => {
    const shown = view();
    return shown.name === 'page' ? session.pages().findIndex(({ key }) => key === shown.key) : -1;
  };

  function next() {
    const shown = view();
    if (shown.name === 'notices') return setView(firstPage(session));
    const open = unsettled(ctx, session.pages()[place()]);
    if (open.length > 0) return showTroubles(open);
    return goOn();
  }

  function goOn() {
    const following = session.pages()[place() + 1];
    setView(following ? { name: 'page', key: following.key } : { name: 'review' });
  }

  function back() {
    const pages = session.pages();
    const earlier = view().name === 'review' ? pages[pages.length - 1] : pages[place() - 1];
    if (earlier) setView({ name: 'page', key: earlier.key });
    else if (session.notices.length > 0 && view().name !== 'notices') setView({ name: 'notices' });
    else leave({ keep: true });
  }

  /** @param {string[]} nodeIds */
  function showTroubles(nodeIds) {
    troubles.see(nodeIds);
    const first = screen.querySelector('.trouble:not([hidden])');
    if (first instanceof HTMLElement) first.focus();
  }

  /** @param {{keep: boolean}} choice */
  async function leave(choice) {
    player.stop();
    if (choice.keep) await keeping.flush();
    else keeping.stop();
    onLeave(choice);
  }

  async function lock() {
    setLocking('busy');
    try {
      await keeping.flush();
      const record = await session.finish();
      await onReady(record);
      keeping.stop();
      setLocking('no');
    } catch {
      setLocking('failed');
    }
  }

  function openSafety() {
    player.stop();
    setBefore(view());
    setView({ name: 'safety' });
  }

  const main = h('main.asking');
  const shared = { ctx, uiLanguage, view, place, keeping, locking, next, goOn, back, lock, leave, openSafety, review: () => setView({ name: 'review' }) };
  const screen = h('div.form-screen', null, screenHead(shared), main, screenFoot(shared));

  keepPlace(session, view, setView);
  createRenderEffect(on([view, uiLanguage], ([shown]) => untrack(() => replace(main, draw(shown)))));
  createEffect(on(view, (shown) => arrive(shown), { defer: true }));

  /** @param {View} shown @returns {HTMLElement | null} */
  function draw(shown) {
    player.stop();
    session.visit(shown.name === 'page' ? shown.key : null);
    if (shown.name === 'page') return drawPage(shown.key);
    if (shown.name === 'notices') return noticesView(session);
    if (shown.name === 'safety') return safetyView({ safety, leave, stay: () => setView(before() ?? firstPage(session)) });
    return reviewView(ctx).view;
  }

  /** @param {string} key */
  function drawPage(key) {
    const page = session.pages().find((each) => each.key === key);
    return page ? pageView(ctx, page) : null;
  }

  /** A new screen begins at its top, and is read out from its heading. @param {View} shown */
  function arrive(shown) {
    window.scrollTo(0, 0);
    const heading = main.querySelector('[role=heading]:not([hidden]), h1');
    if (shown.name !== 'safety' && heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  }
  return screen;
}

/** @param {FormSession} session @returns {View} */
function firstView(session) {
  return session.notices.length > 0 ? { name: 'notices' } : firstPage(session);
}

/** @param {FormSession} session @returns {View} */
function firstPage(session) {
  const [page] = session.pages();
  return page ? { name: 'page', key: page.key } : { name: 'review' };
}

/**
 * Stay where the person is when screens come and go.
 *
 * @param {FormSession} session
 * @param {() => View} view
 * @param {(view: View) => void} setView
 */
function keepPlace(session, view, setView) {
  createEffect((/** @type {readonly Page[]} */ before) => {
    const after = session.pages();
    const shown = untrack(view);
    if (shown.name === 'page' && !after.some(({ key }) => key === shown.key)) {
      const at = before.findIndex(({ key }) => key === shown.key);
      const page = after[samePlace(before, after, Math.max(0, at))];
      setView(page ? { name: 'page', key: page.key } : { name: 'review' });
    }
    return after;
  }, untrack(session.pages));
}

/** Questions of a page whose answer is missing or not accepted. @param {import('./context.js').Asking} ctx @param {Page | undefined} page */
function unsettled(ctx, page) {
  if (!page) return [];
  const shown = page.kind === 'repeat' ? [] : questionsIn(page.node);
  return shown.filter((node) => ctx.troubles.of(node) !== '').map((node) => node.nodeId);
}

/** A signal that changes with the language of the app's own words. */
function followUiLanguage() {
  const [code, setCode] = createSignal(language().code);
  onCleanup(onLanguageChange(() => setCode(language().code)));
  return code;
}
