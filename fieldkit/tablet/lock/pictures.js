/** The twelve pictures of a picture PIN, drawn in a field of 24 × 24, each with its word. */
import { t } from '../i18n.js';

/** @typedef {import('./code.js').PictureName} PictureName */

/** @type {Record<PictureName, {path: string, word: () => string}>} */
export const PICTURES = {
  sun: { path: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3L7 7M17 17l1.7 1.7M5.3 18.7L7 17M17 7l1.7-1.7', word: () => t('Sun') },
  tree: { path: 'M12 15v6.5M9 21.5h6M12 2.5a5 5 0 0 0-5 5 4 4 0 0 0 1 7.5h8a4 4 0 0 0 1-7.5 5 5 0 0 0-5-5', word: () => t('Tree') },
  house: { path: 'M3 11.5L12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6', word: () => t('House') },
  boat: { path: 'M3 16h18l-3 4.5H6zM11.5 2.5V14M11.5 3l7 10.5h-7M9 7l-5 6.5h5z', word: () => t('Boat') },
  fish: { path: 'M3 12c3-5 9-6.5 14-1l4-3.5v9L17 13c-5 5.5-11 4-14-1M7 11v.1M11 8.5c1.5 2 1.5 5 0 7', word: () => t('Fish') },
  bird: { path: 'M3 9l3.5-1A4 4 0 0 1 14 8c0 3 4 4.5 7.5 4.5C20 17 16 18.5 12 18.5c-4 0-6-3-5.5-7.5zM10 7.5v.1M11 18.5v3M14 18.3v3.2', word: () => t('Bird') },
  key: { path: 'M8 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M12.5 12H21.5v4M17.5 12v3', word: () => t('Door key') },
  cup: { path: 'M4.5 9h12v7a4.5 4.5 0 0 1-4.5 4.5H9A4.5 4.5 0 0 1 4.5 16zM16.5 11H18a2.5 2.5 0 0 1 0 5.5h-1.5M8 6V3M12.5 6V3', word: () => t('Cup') },
  star: { path: 'M12 2.5l2.9 6.2 6.6.8-4.9 4.6 1.3 6.7L12 17.5l-5.9 3.3 1.3-6.7L2.5 9.5l6.6-.8z', word: () => t('Star') },
  flower: { path: 'M12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M12 7c-2-5 2-5 0 0M14.4 8.8c4.5-3 5.5 1 0 1.4M9.6 8.8c-4.5-3-5.5 1 0 1.4M13.5 11.5c4 3.5.5 5.5-1.5.5M10.5 11.5c-4 3.5-.5 5.5 1.5.5M12 13v8.5M12 19c2-3 4-3 5-2.5-.5 2-2.5 3-5 2.5', word: () => t('Flower') },
  bell: { path: 'M6 17V11a6 6 0 0 1 12 0v6l2 1.5H4zM10 21a2.2 2.2 0 0 0 4 0M12 5V2.8', word: () => t('Bell') },
  shoe: { path: 'M3 7v11h18v-2.5c0-2.5-5-2.5-7.5-5L11 7.5 9 9.5H6L5 7zM3 15h8M11.5 11.5l2-1.5M13.5 13.3l2-1.5', word: () => t('Shoe') },
};
