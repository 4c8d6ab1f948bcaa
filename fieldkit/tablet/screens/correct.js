/** "Correct it": a returned record comes back to this tablet, and opens. */
import { h, replace } from '../dom.js';
import { formatBytes, t } from '../i18n.js';
import { takeUp } from '../app/corrections.js';
import { go } from '../app/routes.js';
import { storageTrouble } from '../app/sender.js';
import { state } from '../app/state.js';
import { wordsFor } from '../app/words.js';
import { Obstacle } from '../sync/obstacle.js';
import { loadEngine } from './engine.js';
import { reasonOf, titleOf } from './needs.js';
import { button, heading, homeLink, link, name, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('../sync/returned.js').Returned} Returned */

/** The fetching under way; a screen that is drawn anew, in another language, goes on with it. @type {{id: string, place: HTMLElement} | null} */
let underWay = null;

/** @param {string} id instanceID of the returned record @returns {Promise<Child[]>} */
export async function correct(id) {
  const record = state.returned.find((each) => each.instanceId === id);
  if (!record) return [heading(t('This does not wait for you any more')), homeLink()];
  const place = underWay?.id === id ? underWay.place : h('div.stack', null);
  if (underWay?.id !== id) void bring(record, place);
  return [heading(t('Correct it')), h('p', null, name(titleOf(record))), reasonOf(record), place, h('p', null, link('back', t('Back'), 'needs', undefined, { quiet: true, picture: 'back' }))];
}

/** @param {Returned} record @param {HTMLElement} place */
async function bring(record, place) {
  const words = h('p', null, t('Fetching what you sent …'));
  const bar = h('progress', { 'aria-label': t('Fetching what you sent …') });
  replace(place, words, bar);
  underWay = { id: record.instanceId, place };
  try {
    const [{ openSession }] = await loadEngine();
    const draft = await takeUp(record, { openSession, show: (fetched) => show(fetched, words, bar) });
    if (!place.isConnected) return; // the person went elsewhere: the draft is in Not finished
    if (draft) go('fill', draft);
    else replace(place, note('wait', 'warn', { what: t('This is open in another window'), todo: t('Close it there first, so that nothing is written twice.') }));
  } catch (error) {
    const said = wordsFor(error instanceof Obstacle ? error.reason : storageTrouble(error));
    const detail = error instanceof Obstacle && !error.passes && error.detail ? h('p.quiet', { dir: 'auto' }, error.detail) : null;
    replace(place, note('wait', 'warn', { what: said.what, todo: t('What arrived is remembered. Nothing is changed before everything is here.') }, detail), h('p', null, button('again', t('Try again'), () => void bring(record, place))));
  } finally {
    underWay = null;
  }
}

/** @param {import('../sync/returned.js').Fetched} fetched @param {HTMLElement} words @param {HTMLProgressElement} bar */
function show({ file, files, bytes, total }, words, bar) {
  words.textContent = t('Fetching file %(file)s of %(files)s: %(done)s of %(all)s', { file, files, done: formatBytes(bytes), all: formatBytes(total) });
  Object.assign(bar, { max: total || 1, value: bytes });
}
