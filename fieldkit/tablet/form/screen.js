/** The screen on which a form is filled in, from the first question to the lock. */

import { createEffect, createRenderEffect, createRoot, createSignal, on, onCleanup, untrack } from 'solid-js';
import { questionsIn } from '../engine/pages.js';
import { h, icon, replace } from '../dom.js';
import { language, onLanguageChange, t } from '../i18n.js';
import { autosave } from './autosave.js';
import { createTroubles, idFor } from './context.js';
import { createFlow, isAside, pathOf } from './flow.js';
import { screenFoot, screenHead } from './frame.js';
import { dangerView } from './danger.js';
import { interrupt } from './interruptions.js';
import { noticesView } from './notices.js';
import { offersView } from './offers.js';
import { pageView } from './page.js';
import { pausedView } from './pause.js';
import { recordingBar } from './recorder/bar.js';
import { createRecorders } from './recorder/recorders.js';
import { reviewView } from './review.js';
import { safetyView } from './safety.js';
import { createPlayer } from './sound.js';

export { openBrief } from './brief.js';

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
 * @property {import('./recorder/recorders.js').Means} [recording] how recordings outlive a crash
 * @property {() => Date} [now]
 * @property {import('./calls.js').Safety | null} [safety] whom to call when it is not safe
 * @property {import('./calls.js').Safeguarding | null} [safeguarding] whom to call when somebody may be in danger
 * @property {readonly import('./offers.js').Offer[]} [offers] what is offered near the project's people
 * @property {((alert: import('./danger.js').Alert) => Promise<unknown>) | null} [onAlert] locks an alert and sends it first; without
 *   it nobody is asked about danger
 * @property {import('./danger.js').Jotting} [alertJotting] keeps an alert while it is written
 * @property {string | null} [instrument] which of the kit's instruments the form is; an interview ends with what is offered
 * @property {boolean} [practice] nothing of it is ever sent, and every screen says so
 * @property {() => void} [hide] takes everything off the screen at one tap
 * @property {string} [at] the question to begin at, as its path in the record
 * @property {string} [sentBackFor] what a reviewer wrote who sent the record back
 * @property {(path: string) => void} [onPlace] told of the question that comes on the screen
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
  const { keeping, recorders, locking, lock, leave } = endings(options, player);
  const main = h('main.asking', { onfocusin: showWhole });
  const flow = createFlow(session, troubles, {
    stopped: (nodes) => showTroubles(troubles, nodes),
    left: () => leave({ keep: true }),
    closing: options.instrument === 'interview' && (options.offers?.length ?? 0) > 0,
    at: options.at,
  });
  /** @type {Asking} */
  const ctx = { session, player, recorders, troubles, now, goTo: flow.goTo };
  const uiLanguage = followUiLanguage();
  const shared = { ...flow, ctx, uiLanguage, spoken: options.spoken, safety: options.safety, keeping, locking, lock, hide: options.hide };

  createRenderEffect(
    on([flow.view, uiLanguage], ([shown]) => {
      player.stop();
      endRecordings(recorders, session, shown);
      session.visit(shown.name === 'page' ? shown.key : null);
      options.onPlace?.(untrack(() => pathOf(session, shown)));
      untrack(() => replace(main, options.practice ? practiceMark() : null, draw(ctx, shown, options, { leave, stay: flow.goBackOnTheWay, aside: flow.aside })));
    }),
  );
  createEffect(on(flow.view, () => arrive(main), { defer: true }));
  createEffect(on(() => flow.view().name === 'paused', (paused) => void interrupt(paused ? 'pause' : 'go-on'), { defer: true }));
  void recorders.recover();
  return h('div.form-screen', null, h('div.head-stack', null, screenHead(shared), recordingBar(ctx, uiLanguage)), main, screenFoot(shared));
}

/**
 * The two ways out: locked and handed over, or left, with the draft kept or dropped.
 *
 * @param {ScreenOptions} options
 * @param {import('./sound.js').Player} player
 */
function endings({ session, onDraft, onReady, onLeave, recording }, player) {
  const keeping = autosave(session, onDraft);
  onCleanup(keeping.stop);
  const recorders = createRecorders(session, keeping.keepNow, recording);
  const [locking, setLocking] = createSignal(/** @type {Locking} */ ('no'));

  async function lock() {
    setLocking('busy');
    try {
      await recorders.finishAll();
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
    await interrupt('stop');
    if (choice.keep) await keeping.flush();
    else keeping.stop();
    // What cannot be kept yet is not left behind: the screen says so and goes on trying.
    if (!choice.keep || keeping.state() !== 'failed') onLeave(choice);
  }
  return { keeping, recorders, locking, lock, leave };
}

/**
 * @param {Asking} ctx
 * @param {View} shown
 * @param {ScreenOptions} options
 * @param {{leave: (choice: {keep: boolean}) => void, stay: () => void, aside: Flow['aside']}} ways
 */
function draw(ctx, shown, options, { leave, stay, aside }) {
  const { safety, safeguarding, offers = [], onAlert, alertJotting: jotting, practice = false } = options;
  const spoken = ctx.session.language?.code ?? '';
  switch (shown.name) {
    case 'page':
      return drawPage(ctx, shown.key);
    case 'notices':
      return noticesView(ctx);
    case 'closing':
      return offersView(offers, spoken);
    case 'review':
      return reviewView(ctx, options.sentBackFor);
    case 'paused':
      return pausedView(stay, options.hide);
    case 'danger':
      return onAlert ? dangerView({ safeguarding, safety, offers, spoken, practice, send: onAlert, jotting, stay }) : null;
    default:
      return safetyView({ safety, leave, stay, danger: onAlert ? () => aside('danger') : null });
  }
}

/** Nobody mistakes practice for the real thing, nor the real thing for practice. */
function practiceMark() {
  return h('p.practice', null, icon('pen'), h('span', null, t('Practice: nothing of this is sent')));
}

/**
 * A recording for a question ends, and is kept, when its screen is left; that of the conversation pauses while the person
 * stands aside from the form.
 *
 * @param {import('./recorder/recorders.js').Recorders} recorders
 * @param {FormSession} session
 * @param {View} shown
 */
function endRecordings(recorders, session, shown) {
  const page = shown.name === 'page' ? session.pages().find(({ key }) => key === shown.key) : undefined;
  const here = page && page.kind !== 'repeat' ? questionsIn(page.node).map(({ nodeId }) => nodeId) : [];
  untrack(() => void recorders.finishQuestions(here));
  if (isAside(shown)) untrack(() => recorders.background?.pause());
}

/** @param {Asking} ctx @param {string} key */
function drawPage(ctx, key) {
  const page = ctx.session.pages().find((each) => each.key === key);
  return page ? pageView(ctx, page) : null;
}

/**
 * Say what is wrong beside each question, and begin reading at the first message; where all were said of these very answers,
 * at the first question instead.
 *
 * @param {import('./context.js').Troubles} troubles @param {import('../engine/types.js').AnyControlNode[]} nodes
 */
function showTroubles(troubles, nodes) {
  const [news] = troubles.see(nodes);
  const first = document.getElementById(news ? idFor(news, 'trouble') : idFor(nodes[0], 'question'));
  first?.querySelector('[role=alert]')?.removeAttribute('role'); // what has the focus is read out already
  first?.focus();
}

/** Browsers bring only the line with the cursor into view: a bar may lie over the rest of the field. @param {FocusEvent} event */
function showWhole({ target }) {
  if (target instanceof HTMLTextAreaElement) target.scrollIntoView({ block: 'nearest' });
}

/** A new screen begins at its top, and is read out from its heading. @param {HTMLElement} main */
function arrive(main) {
  window.scrollTo(0, 0);
  const heading = main.querySelector('[role=heading]:not([hidden]), h1');
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/** A signal that changes with the language of the app's own words. */
function followUiLanguage() {
  const [code, setCode] = createSignal(language().code);
  onCleanup(onLanguageChange(() => setCode(language().code)));
  return code;
}
