/** Locks all windows together, by hand and by itself, and tells the app who is signed in. */
import { currentPerson, isOpen, lock, onLock, onPerson } from '../lock/keyring.js';
import { whenIdle } from '../lock/idle.js';
import { letTimePass } from '../lock/wait.js';
import { t } from '../i18n.js';
import { forgetFiles } from '../storage/drafts.js';
import { mine, NOBODYS } from './mine.js';
import { onState, refresh, state, update } from './state.js';

/** @typedef {import('../lock/keyring.js').LockReason} LockReason */

const otherWindows = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('fieldkit-lock');

/** Begin to watch; after this the app knows who is there. */
export function keepLocking() {
  onLock((reason) => {
    if (reason === 'hide' || reason === 'change') otherWindows?.postMessage('lock');
  });
  otherWindows?.addEventListener('message', () => void leave('elsewhere'));
  onPerson(() => void noteWho());
  onState(leaveWhatIsEmptied);
  whenIdle(() => void leave('idle'));
  for (const { id } of state.people) void letTimePass(id);
}

/** Who leaves is gone from the screen at once; who comes finds their own things, the clock of a visit before all. */
async function noteWho() {
  if (!currentPerson()) {
    forgetFiles();
    update({ person: null, ...NOBODYS });
  } else {
    const own = await mine();
    update({ person: currentPerson(), ...own });
  }
  void refresh({ tell: false });
}

/** Whichever window obeyed the order: none keeps its key, and what a form holds is not to be seen any more. */
function leaveWhatIsEmptied() {
  if (state.erasure && isOpen() && !state.covered) void leave('elsewhere');
}

/** One tap, from every screen: nothing of the study is left to be seen, in any window. */
export function hide() {
  void leave('hide');
}

/** @param {LockReason} reason */
async function leave(reason) {
  if (!currentPerson()) return;
  update({ gate: { step: reason === 'hide' || reason === 'elsewhere' ? 'cover' : 'who', person: '' }, covered: true });
  const kept = await lock(reason);
  update({ covered: false });
  if (!kept) update({ notice: { tone: 'wait', words: t('The last change could not be kept before the tablet was locked.') } });
}
