/** What a key means on the workbench. Keys typed into a field, or meant for the browser, mean nothing here. */

/**
 * @typedef {{kind: 'undo' | 'redo' | 'remove' | 'let-go' | 'look'} | {kind: 'code', key: string}
 *   | {kind: 'turn', step: 1 | -1} | {kind: 'sentence', side: 'left' | 'right'}
 *   | {kind: 'word', side: 'left' | 'right'}} KeyAction
 */

const FIELDS = 'input, textarea, select, [contenteditable]';
const CONTROLS = 'button, a, summary';

/**
 * @param {Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'target'>} event
 * @returns {KeyAction | null}
 */
export function keyAction(event) {
  const target = /** @type {{closest?: (selector: string) => unknown} | null} */ (event.target);
  if (event.isComposing || target?.closest?.(FIELDS)) return null;
  const key = event.key.length === 1 ? event.key.toLocaleLowerCase() : event.key;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key === 'z') return { kind: event.shiftKey ? 'redo' : 'undo' };
    return key === 'y' ? { kind: 'redo' } : null;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    return { kind: event.shiftKey ? 'word' : 'sentence', side: key === 'ArrowLeft' ? 'left' : 'right' };
  }
  if (key === 'ArrowDown' || key === 'ArrowUp') return { kind: 'turn', step: key === 'ArrowDown' ? 1 : -1 };
  if (key === 'Escape') return { kind: 'let-go' };
  if (key === 'Delete' || key === 'Backspace') return { kind: 'remove' };
  if (key === 'Enter') return target?.closest?.(CONTROLS) ? null : { kind: 'look' };
  return /^[\p{L}\p{N}]$/u.test(key) ? { kind: 'code', key } : null;
}
