/** The screen on which a form is filled in, from the first question to the lock. */

import { createEffect, createRenderEffect, createRoot, createSignal, on, onCleanup, untrack } from 'solid-js';
import { h, replace } from '../dom.js';
import { language, onLanguageChange } from '../i18n.js';
import { autosave } from './autosave.js';
import { createTroubles } from './context.js';
import { createFlow } from './flow.js';
import { screenFoot, screenHead } from './frame.js';
import { noticesView } from './notices.js';
import { pageView } from './page.js';
import { reviewView } from './review.js';
import { safetyView } from './safety.js';
import { createPlayer } from './sound.js';

/** @typedef {import('../engine/types.js').FormSession} FormSession */
/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('./flow.js').View} View */
/** @typedef {import('./flow.js').Flow} Flow */
/** @typedef {'no' | 'busy' | 'failed'} Locking */

/**
 * @typedef {object} ScreenOptions
 * @property {FormSession} session
 * @property {(draft: import('../engine/types.js').KeptInstance) => unknown} onDraft keeps the draft; may return a promise that rejects
 * @property {(record: import('../engine/types.js').FinishedInstance) => unknown} onReady takes the record to be locked
 * @property {(choice: {keep: boolean}) => unknown} onLeave the person goes away from the form; `keep` is false when the draft shall go
 * @property {import('./languages.js').Spoken} [spoken] the languages of the app's own words, where there are several
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
function formScreen(options) {
  const { session, now = () => new Date() } = options;
  const player = createPlayer();
  const troubles = createTroubles();
  const { keeping, locking, lock, leave } = endings(options, player);
  const main = h('main.asking');
  const flow = createFlow(session, troubles, { stopped: (nodeIds) => showTroubles(main, troubles, nodeIds), left: () => leave({ keep: true }) });
  /** @type {Asking} */
  const ctx = { session, player, troubles, now, goTo: flow.goTo };
  const uiLanguage = followUiLanguage();
  const shared = { ...flow, ctx, uiLanguage, spoken: options.spoken, keeping, locking, lock };

  createRenderEffect(
    on([flow.view, uiLanguage], ([shown]) => {
      player.stop();
      session.visit(shown.name === 'page' ? shown.key : null);
      untrack(() => replace(main, draw(ctx, shown, () => safetyView({ safety: options.safety, leave, stay: flow.leaveSafety }))));
    }),
  );
  createEffect(on(flow.view, (shown) => arrive(main, shown), { defer: true }));
  return h('div.form-screen', null, screenHead(shared), main, screenFoot(shared));
}

/**
 * The two ways out: locked and handed over, or left, with the draft kept or dropped.
 *
 * @param {ScreenOptions} options
 * @param {import('./sound.js').Player} player
 */
function endings({ session, onDraft, onReady, onLeave }, player) {
  const keeping = autosave(session, onDraft);
  onCleanup(keeping.stop);
  const [locking, setLocking] = createSignal(/** @type {Locking} */ ('no'));

  async function lock() {
    setLocking('busy');
    try {
      await keeping.flush();
      await onReady(await session.finish());
      keeping.stop();
      setLocking('no');
    } catch {
      setLocking('failed');
    }
  }

  /** @param {{keep: boolean}} choice */
  async function leave(choice) {
    player.stop();
    if (choice.keep) await keeping.flush();
    else keeping.stop();
    // What cannot be kept yet is not left behind: the screen says so and goes on trying.
    if (!choice.keep || keeping.state() !== 'failed') onLeave(choice);
  }
  return { keeping, locking, lock, leave };
}

/**
 * @param {Asking} ctx
 * @param {View} shown
 * @param {() => HTMLElement} safety
 */
function draw(ctx, shown, safety) {
  if (shown.name === 'page') return drawPage(ctx, shown.key);
  if (shown.name === 'notices') return noticesView(ctx.session);
  return shown.name === 'review' ? reviewView(ctx) : safety();
}

/** @param {Asking} ctx @param {string} key */
function drawPage(ctx, key) {
  const page = ctx.session.pages().find((each) => each.key === key);
  return page ? pageView(ctx, page) : null;
}

/** Say what is wrong beside each question, and begin reading at the first. @param {HTMLElement} main @param {import('./context.js').Troubles} troubles @param {string[]} nodeIds */
function showTroubles(main, troubles, nodeIds) {
  troubles.see(nodeIds);
  const first = main.querySelector('.trouble:not([hidden])');
  if (first instanceof HTMLElement) first.focus();
}

/** A new screen begins at its top, and is read out from its heading. @param {HTMLElement} main @param {View} shown */
function arrive(main, shown) {
  window.scrollTo(0, 0);
  const heading = main.querySelector('[role=heading]:not([hidden]), h1');
  if (shown.name !== 'safety' && heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/** A signal that changes with the language of the app's own words. */
function followUiLanguage() {
  const [code, setCode] = createSignal(language().code);
  onCleanup(onLanguageChange(() => setCode(language().code)));
  return code;
}
