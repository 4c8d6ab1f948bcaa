/** The recording of the whole conversation that a form can ask for: its file, and where the record names it. */

import { createSignal } from 'solid-js';
import { endingOf } from './names.js';

/**
 * @param {object} given
 * @param {import('./asked.js').RecordingWish | null} given.wish
 * @param {Map<string, Blob>} given.files what came with the draft or the record
 * @param {string} given.name of the recording in `files`, if there is one
 * @param {ReturnType<typeof import('./names.js').fileNamer>} given.namer
 * @param {() => void} given.changed to be told when the file changes
 */
export function backgroundFile({ wish, files, name, namer, changed }) {
  let called = name;
  const [agreed, agree] = createSignal(false);
  const [file, setFile] = createSignal(files.get(name) ?? null);

  /** @type {import('./types.js').BackgroundRecording | null} */
  const background = wish && {
    paths: wish.paths,
    quality: wish.quality,
    file,
    agreed,
    agree,
    give(given) {
      setFile(given);
      if (given) called ||= namer(wish.paths[0].split('/').pop() ?? '', endingOf({ name: '', type: given.type }));
      changed();
    },
  };

  return {
    background,
    /**
     * Put the recording among the files; what to write into the XML for it.
     *
     * @param {Map<string, Blob>} named
     * @returns {[string, string][]} path and name; an empty name where nothing was recorded
     */
    sign(named) {
      if (!wish) return [];
      const recorded = file();
      if (recorded) named.set(called, recorded);
      else named.delete(called);
      return wish.paths.map((path) => [path, recorded ? called : '']);
    },
  };
}
