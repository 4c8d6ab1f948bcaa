/** Keeps the draft: soon after every change, and at once when the page goes out of sight. */

import { createSignal } from 'solid-js';

const DEBOUNCE_MS = 150;
const RETRY_MS = 3000;

/** @typedef {'untouched' | 'keeping' | 'kept' | 'failed'} Keeping */

/**
 * @param {import('../engine/types.js').FormSession} session
 * @param {(draft: import('../engine/types.js').KeptInstance) => Promise<unknown> | unknown} onDraft
 */
export function autosave(session, onDraft) {
  const [state, setState] = createSignal(/** @type {Keeping} */ ('untouched'));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let changes = 0;
  let keptChanges = 0;
  /** @type {Promise<void>} */
  let running = Promise.resolve();

  async function keep() {
    clearTimeout(timer);
    if (changes === keptChanges) return;
    const upTo = changes;
    try {
      await onDraft(await session.draft());
      keptChanges = upTo;
      setState(changes === upTo ? 'kept' : 'keeping');
    } catch {
      setState('failed');
      timer = setTimeout(flush, RETRY_MS);
    }
  }

  function flush() {
    running = running.then(keep);
    return running;
  }

  function changed() {
    changes += 1;
    setState('keeping');
    clearTimeout(timer);
    timer = setTimeout(flush, DEBOUNCE_MS);
  }

  function hidden() {
    if (document.visibilityState === 'hidden') flush();
  }

  const stopListening = session.subscribe(changed);
  document.addEventListener('visibilitychange', hidden);
  window.addEventListener('pagehide', flush);

  return {
    state,
    /** Keep now whatever is not kept yet. */
    flush,
    /** Keep the draft as it is now, changed or not. @returns {Promise<boolean>} whether that is kept, whatever changed meanwhile */
    async keepNow() {
      changes += 1;
      const asItIs = changes;
      await flush();
      return keptChanges >= asItIs;
    },
    /** End, and never call `onDraft` again. */
    stop() {
      clearTimeout(timer);
      keptChanges = changes;
      stopListening();
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', flush);
    },
  };
}
