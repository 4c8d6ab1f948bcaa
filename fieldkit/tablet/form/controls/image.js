/** Photos and pictures: from the camera or the gallery, made smaller and written anew before they are kept. */

import { createRenderEffect, createSignal } from 'solid-js';
import { h } from '../../dom.js';
import { giveFile, removeFile } from '../../engine/files.js';
import { t } from '../../i18n.js';
import { cleanPicture } from '../image.js';
import { picker, preview, status } from './attached.js';
import { clearButton, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/** @param {Asking} _ctx @param {UploadNode} node */
export function imageControl(_ctx, node) {
  const taking = pictureTaker(node);
  return h(
    'div.control',
    { role: 'group', ...tied(node) },
    preview(node, (address) => h('img', { src: address, alt: t('The picture that you added') })),
    h('div.row', null, ...sources(node, taking.take)),
    status(taking.busy, taking.trouble),
    clearButton(() => node.currentState.instanceValue !== '', () => removeFile(node), t('Remove')),
  );
}

/**
 * Takes a picture in: cleaned, downscaled, given to the question; or says that it cannot be read.
 *
 * @param {UploadNode} node
 */
export function pictureTaker(node) {
  const [trouble, setTrouble] = createSignal('');
  const [busy, setBusy] = createSignal(false);

  /** @param {File} file */
  async function take(file) {
    setBusy(true);
    setTrouble('');
    try {
      giveFile(node, await cleanPicture(file, node.maxPixels));
    } catch {
      setTrouble(t('This picture cannot be read here, so it was not kept. Take it with the camera, or choose a JPEG or PNG.'));
    }
    setBusy(false);
  }
  return { take, trouble, busy };
}

/**
 * The ways to a picture that the form allows: the camera, and the gallery unless only a new photo counts.
 *
 * @param {UploadNode} node
 * @param {(file: File) => void} take
 */
export function sources(node, take) {
  const asked = node.appearances;
  const front = asked['new-front'] || asked.front || asked.selfie;
  const onlyNew = asked.new || asked['new-front'];
  const camera = picker('camera', t('Take a photo'), { accept: 'image/*', capture: front ? 'user' : 'environment' }, take);
  const again = camera.lastChild;
  createRenderEffect(() => {
    if (again) again.textContent = node.currentState.instanceValue ? t('Take another photo instead') : t('Take a photo');
  });
  return [camera, onlyNew ? null : picker('picture', t('Choose a picture'), { accept: 'image/*' }, take)];
}
