/** Pictures that a form gives to be drawn upon or replaced: they become answers like any other, with a file of their own. */

import { createEffect, createRoot, untrack } from 'solid-js';
import { giveFile } from './files.js';
import { mediaName } from './media.js';
import { questionsIn } from './pages.js';

/** @typedef {import('./types.js').FormDefinition} FormDefinition */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

const OF_THE_FORM = /^jr:\/\//;

/**
 * Take over what the form gives, now and whenever another question with a file of the form comes up.
 *
 * @param {import('./types.js').RootNode} root
 * @param {FormDefinition} definition
 * @returns {Promise<{dispose: () => void}>} once what is asked at the beginning has its file
 */
export async function takeOver(root, definition) {
  /** @type {Promise<void>[]} */
  const first = [];
  const dispose = createRoot((end) => {
    createEffect(() => {
      for (const node of questionsIn(root)) {
        if (node.nodeType === 'upload' && isGiven(node)) first.push(untrack(() => give(node, definition)));
      }
    });
    return end;
  });
  await Promise.all(first);
  return { dispose };
}

/** @param {UploadNode} node */
function isGiven(node) {
  return OF_THE_FORM.test(node.currentState.instanceValue);
}

/** @param {UploadNode} node @param {FormDefinition} definition */
async function give(node, definition) {
  const name = mediaName(definition, { href: node.currentState.instanceValue });
  if (!name) return;
  const blob = await definition.fetchMedia(name);
  if (untrack(() => isGiven(node))) giveFile(node, new File([blob], name, { type: blob.type }));
}
