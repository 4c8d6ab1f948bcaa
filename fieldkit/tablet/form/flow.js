/** The way through a form: forward, back, to one question, to the review; and staying in place while screens come and go. */

import { createEffect, createSignal, untrack } from 'solid-js';
import { questionsIn, samePlace } from '../engine/pages.js';

/** @typedef {import('../engine/types.js').FormSession} FormSession */
/** @typedef {import('../engine/types.js').Page} Page */
/** @typedef {import('../engine/types.js').AnyControlNode} AnyControlNode */
/** @typedef {import('./context.js').Troubles} Troubles */
/** @typedef {'safety' | 'paused' | 'danger'} SideName a screen that stands aside from the way and leads back to it */
/** @typedef {{name: 'notices' | 'closing' | 'review' | SideName} | {name: 'page', key: string}} View */
/** @typedef {ReturnType<typeof createFlow>} Flow */

/**
 * @param {FormSession} session
 * @param {Troubles} troubles
 * @param {object} told
 * @param {(nodes: AnyControlNode[]) => void} told.stopped when Next is stopped by messages
 * @param {() => void} told.left when Back leaves
 * @param {boolean} [told.closing] whether a screen for the person who was asked stands between the last question and the review
 * @param {string} [told.at] where to begin, as {@link pathOf} gave it
 */
export function createFlow(session, troubles, { stopped, left, closing = false, at = '' }) {
  const [view, setView] = createSignal(untrack(() => viewAt(session, at)));
  const [before, setBefore] = createSignal(/** @type {View | null} */ (null));
  keepPlace(session, view, setView);

  const place = () => {
    const shown = view();
    return shown.name === 'page' ? session.pages().findIndex(({ key }) => key === shown.key) : -1;
  };

  function goOn() {
    if (view().name === 'closing') return setView({ name: 'review' });
    const following = session.pages()[place() + 1];
    if (following) setView({ name: 'page', key: following.key });
    else setView({ name: closing ? 'closing' : 'review' });
  }

  return {
    view,
    place,
    goOn,
    /** Whether the review comes next. */
    isLast: () => view().name === 'closing' || (!closing && view().name === 'page' && place() === session.pages().length - 1),
    /** @param {string} nodeId of a page, or of a question on a page */
    goTo(nodeId) {
      const page = session.pages().find(({ key, node }) => key === nodeId || questionsIn(node).some((each) => each.nodeId === nodeId));
      if (page) setView({ name: 'page', key: page.key });
    },
    next() {
      if (view().name === 'notices') return setView(firstPage(session));
      if (view().name === 'closing') return goOn();
      const open = unsettled(troubles, session.pages()[place()]);
      return open.length > 0 ? stopped(open) : goOn();
    },
    back() {
      const pages = session.pages();
      const { name } = view();
      const earlier = name === 'review' || name === 'closing' ? pages[pages.length - 1] : pages[place() - 1];
      if (name === 'review' && closing) setView({ name: 'closing' });
      else if (earlier) setView({ name: 'page', key: earlier.key });
      else if (session.notices.length > 0 && view().name !== 'notices') setView({ name: 'notices' });
      else left();
    },
    /** @param {SideName} name */
    aside(name) {
      if (!isAside(view())) setBefore(view());
      setView({ name });
    },
    /** Back to where the person was before. */
    goBackOnTheWay() {
      setView(before() ?? firstPage(session));
    },
  };
}

const ASIDE = new Set(['safety', 'paused', 'danger']);

/** @param {View} view */
export function isAside(view) {
  return ASIDE.has(view.name);
}

/**
 * What is on the screen, in a way that a later session understands.
 *
 * @param {FormSession} session
 * @param {View} view
 * @returns {string} the path of the question in the record; the name of any other view
 */
export function pathOf(session, view) {
  if (view.name !== 'page') return view.name;
  return session.pages().find(({ key }) => key === view.key)?.node.currentState.reference ?? '';
}

/** @param {FormSession} session @param {string} at @returns {View} the beginning when that place is no more */
function viewAt(session, at) {
  const page = session.pages().find(({ node }) => node.currentState.reference === at);
  if (page) return { name: 'page', key: page.key };
  return at === 'review' ? { name: 'review' } : firstView(session);
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

/** Questions of a page whose answer is missing or not accepted. @param {Troubles} troubles @param {Page | undefined} page */
function unsettled(troubles, page) {
  const shown = !page || page.kind === 'repeat' ? [] : questionsIn(page.node);
  return shown.filter((node) => troubles.of(node) !== '');
}
