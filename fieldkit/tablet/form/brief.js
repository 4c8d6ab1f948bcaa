/** What a form tells before a visit, drawn from a session that is opened for this and closed again. */

import { createRoot } from 'solid-js';
import { briefNotes } from '../engine/brief.js';
import { h } from '../dom.js';
import { passage } from './passage.js';

/**
 * @param {import('../engine/types.js').FormSession} session
 * @returns {{element: HTMLElement, close: () => void}} one passage for each note with the appearance `brief`
 */
export function openBrief(session) {
  return createRoot((dispose) => {
    const notes = briefNotes(session.root).map((note) => h('li.card', null, passage(h('div'), { session }, () => note.currentState.label)));
    return { element: h('ul.plain.brief', { hidden: notes.length === 0 }, ...notes), close: dispose };
  });
}
