/** Pictures are made smaller and written anew, so that nothing of the camera (place, time, owner) stays in them. */

export const LONGEST_EDGE = 2048;
const QUALITY = 0.85;

/**
 * @param {{width: number, height: number}} size
 * @param {number} limit longest edge in pixels
 */
export function fitWithin({ width, height }, limit) {
  const scale = Math.min(1, limit / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * @param {File} file any picture that this browser can show
 * @param {number | null} limit what the form asks for, if it does
 * @returns {Promise<File>} a JPEG without metadata; rejects when the picture cannot be read
 */
export async function cleanPicture(file, limit) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = fitWithin(bitmap, Math.min(limit || LONGEST_EDGE, LONGEST_EDGE));
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('The picture cannot be written.');
  return new File([blob], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' });
}
