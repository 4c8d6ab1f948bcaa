/**
 * The audit log that a form can ask for: a CSV file in the columns of the ODK XForms specification.
 *
 * Times are milliseconds since 1970. It is written for the record only; it never leaves the record's own files.
 */

export const AUDIT_FILE = 'audit.csv';

/** @typedef {{event: string, node: string, start: number, end: number | '', before: string, after: string}} AuditEvent */

/**
 * @param {object} options
 * @param {import('./asked.js').AuditWish} options.wish
 * @param {string} options.user
 * @param {() => Date} options.now
 * @param {string} [options.earlier] the log that the draft already holds
 */
export function auditLog({ wish, user, now, earlier }) {
  const columns = ['event', 'node', 'start', 'end'];
  if (wish.trackChanges) columns.push('old-value', 'new-value');
  if (wish.identifyUser) columns.push('user');
  /** @type {string[]} */
  const kept = earlier ? earlier.split('\r\n').filter(Boolean) : [columns.join(',')];
  /** @type {{node: string, start: number, before: string} | null} */
  let open = null;

  /** @param {AuditEvent} event */
  const row = (event) => {
    const cells = [event.event, event.node, event.start, event.end];
    if (wish.trackChanges) cells.push(...(event.before === event.after ? ['', ''] : [event.before, event.after]));
    if (wish.identifyUser) cells.push(user);
    return cells.map(cell).join(',');
  };
  /** @param {string} event */
  const moment = (event) => row({ event, node: '', start: now().getTime(), end: '', before: '', after: '' });

  return {
    /** @param {string} event such as `form start` */
    note(event) {
      kept.push(moment(event));
    },
    /** @param {string} node @param {string} value */
    enter(node, value) {
      open = { node, start: now().getTime(), before: value };
    },
    /** @param {string} value */
    leave(value) {
      if (!open) return;
      kept.push(row({ event: 'question', node: open.node, start: open.start, end: now().getTime(), before: open.before, after: value }));
      open = null;
    },
    /** @param {string[]} closing events to add to this copy only */
    file(...closing) {
      return new Blob([[...kept, ...closing.map(moment), ''].join('\r\n')], { type: 'text/csv' });
    },
  };
}

/** @param {string | number} value */
function cell(value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
