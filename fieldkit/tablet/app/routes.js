/** Addresses inside the app, all behind the `#`, so that the one page that is kept offline answers them all. */

/**
 * @typedef {'todo' | 'unfinished' | 'ready' | 'sent' | 'needs' | 'enrol' | 'about' | 'help' | 'check' | 'install' | 'people' | 'add-person' | 'change-pin' | 'aloud'} PlainName
 * @typedef {{name: PlainName} | {name: 'start' | 'fill' | 'record' | 'discard' | 'add' | 'correct' | 'read' | 'before' | 'visit' | 'write' | 'walk' | 'debrief', id: string}} Route
 */

const PLAIN = new Set(['todo', 'unfinished', 'ready', 'sent', 'needs', 'enrol', 'about', 'help', 'check', 'install', 'people', 'add-person', 'change-pin', 'aloud']);
const WITH_ID = new Set(['start', 'fill', 'record', 'discard', 'add', 'correct', 'read', 'before', 'visit', 'write', 'walk', 'debrief']);

/**
 * @param {string} hash
 * @returns {Route} To do when the address is none of ours
 */
export function readRoute(hash) {
  const [name, encoded = ''] = hash.replace(/^#\/?/, '').split('/');
  if (PLAIN.has(name)) return { name: /** @type {PlainName} */ (name) };
  const id = WITH_ID.has(name) ? decode(encoded) : '';
  if (id) return { name: /** @type {'start'} */ (name), id };
  return { name: 'todo' };
}

/**
 * @param {Route['name']} name
 * @param {string} [id]
 */
export function address(name, id) {
  return id === undefined ? `#/${name}` : `#/${name}/${encodeURIComponent(id)}`;
}

/** @param {Route['name']} name @param {string} [id] */
export function go(name, id) {
  const target = address(name, id);
  if (location.hash === target) window.dispatchEvent(new HashChangeEvent('hashchange'));
  else location.hash = target;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
