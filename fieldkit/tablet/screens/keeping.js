/** Keeps the draft of the form that is open: its answers, and the question on the screen. */
import { address } from '../app/routes.js';
import { storageTrouble } from '../app/sender.js';
import { update } from '../app/state.js';
import { saveDraft } from '../storage/drafts.js';

/** @typedef {import('../engine/types.js').KeptInstance} KeptInstance */
/** @typedef {import('./fill.js').About} About */

/**
 * Keeps a draft, one change after the other, and knows whether anything is not kept yet.
 * @param {import('../engine/types.js').FormSession} session
 * @param {About} about
 * @param {{begun: boolean, beganAt: string}} how begun: whether it is in Not finished already; beganAt: the address at which it opened
 */
export function keeping(session, about, { begun, beganAt }) {
  let unkept = false;
  let isDraft = begun;
  let noting = false;
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  session.subscribe(() => {
    unkept = true;
  });
  const keepNow = async (/** @type {KeptInstance} */ draft) => {
    unkept = false;
    try {
      await keep(about, draft, beganAt);
      isDraft = true;
    } catch (error) {
      unkept = true;
      throw error;
    }
  };
  const inTurn = (/** @type {() => Promise<void>} */ work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  return {
    /** @param {KeptInstance} draft */
    keep: (draft) => inTurn(() => keepNow(draft)),
    /** Let there be a draft, whether anything was answered or not. */
    begin: () => inTurn(async () => (isDraft ? undefined : keepNow(await session.draft()))),
    /** The question on the screen is kept too, so that a reload comes back to it. @param {string} path */
    moved(path) {
      const same = about.place === path || !(path.startsWith('/') || path === 'review');
      if (same) return;
      about.place = path;
      if (!isDraft || noting) return; // what waits for its turn will keep the newest
      noting = true;
      const note = async () => {
        noting = false;
        if (isDraft) await keep(about, await session.draft(), beganAt);
      };
      void inTurn(note).catch(() => {}); // the next change tries again
    },
    /** What is on its way to the disk has arrived: nothing comes after what is done next. */
    rest: () => last,
    forget() {
      unkept = false;
      isDraft = false;
    },
    /** The browser's own Back leaves at once, perhaps in the moment before the last change was kept. */
    async finish() {
      await last;
      if (unkept) await saveDraft(about, await session.draft(), new Date());
    },
  };
}

/** @param {About} about @param {KeptInstance} draft @param {string} beganAt */
async function keep(about, draft, beganAt) {
  try {
    await saveDraft(about, draft, new Date());
  } catch (error) {
    update({ trouble: storageTrouble(error) });
    throw error;
  }
  // From now on a reload opens this draft and not a second empty form; whoever went on meanwhile stays where they are.
  if (location.hash === beganAt && beganAt !== address('fill', about.id)) history.replaceState(null, '', address('fill', about.id));
}
