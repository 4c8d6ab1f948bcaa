/** Sounds of a form: one player for the whole screen, so that a new sound ends the one before and sixty cost no more than one. */

import { createSignal, onCleanup } from 'solid-js';

/** @typedef {{playing: () => string | null, failed: () => string | null, toggle: (key: string, load: () => Promise<Blob | null>) => Promise<void>, stop: () => void}} Player */

/** @returns {Player} */
export function createPlayer() {
  const audio = new Audio();
  const [playing, setPlaying] = createSignal(/** @type {string | null} */ (null));
  const [failed, setFailed] = createSignal(/** @type {string | null} */ (null));
  let address = '';

  function stop() {
    audio.pause();
    audio.removeAttribute('src');
    if (address) URL.revokeObjectURL(address);
    address = '';
    setPlaying(null);
  }

  /** @param {string} key @param {() => Promise<Blob | null>} load */
  async function toggle(key, load) {
    const again = playing() === key;
    stop();
    setFailed(null);
    if (again) return;
    setPlaying(key);
    try {
      const blob = await load();
      if (!blob) throw new Error('missing');
      if (playing() !== key) return;
      address = URL.createObjectURL(blob);
      audio.src = address;
      await audio.play();
    } catch {
      if (playing() !== key) return;
      stop();
      setFailed(key);
    }
  }

  audio.addEventListener('ended', stop);
  onCleanup(stop);
  return { playing, failed, toggle, stop };
}
