/**
 * The audit log that a form can ask for: a CSV file in the columns of the ODK XForms specification.
 *
 * Times are milliseconds since 1970. It is written for the record only; it never leaves the record's own files. Where a form
 * asks for it, each row says where the tablet was, as sure as the tablet knew it then.
 */

export const AUDIT_FILE = 'audit.csv';

/** @typedef {{event: string, node: string, start: number, end: number | '', before: string, after: string}} AuditEvent */
/** @typedef {{latitude: number, longitude: number, accuracy: number}} Spot */

/**
 * @param {object} options
 * @param {import('./asked.js').AuditWish} options.wish
 * @param {string} options.user
 * @param {() => Date} options.now
 * @param {string} [options.earlier] the log that the draft already holds
 * @param {() => Spot | null} [options.where] the place of the tablet, for a form that asks for it
 */
export function auditLog({ wish, user, now, earlier, where = () => null }) {
  const columns = ['event', 'node', 'start', 'end'];
  if (wish.location) columns.push('latitude', 'longitude', 'accuracy');
  if (wish.trackChanges) columns.push('old-value', 'new-value');
  if (wish.identifyUser) columns.push('user');
  /** @type {string[]} */
  const kept = earlier ? earlier.split('\r\n').filter(Boolean) : [columns.join(',')];
  /** @type {{node: string, start: number, before: string}[]} */
  let open = [];

  /** @param {AuditEvent} event */
  const row = (event) => {
    const cells = [event.event, event.node, event.start, event.end];
    if (wish.location) cells.push(...spotCells(where()));
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
    /** The questions that now stand on the screen. @param {{node: string, value: string}[]} questions */
    enter(questions) {
      const start = now().getTime();
      open = questions.map(({ node, value }) => ({ node, start, before: value }));
    },
    /** They are left. @param {(node: string) => string} answer what each holds now */
    leave(answer) {
      const end = open.length > 0 ? now().getTime() : 0;
      for (const { node, start, before } of open) kept.push(row({ event: 'question', node, start, end, before, after: answer(node) }));
      open = [];
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

/** @param {Spot | null} spot */
function spotCells(spot) {
  return spot ? [spot.latitude, spot.longitude, spot.accuracy] : ['', '', ''];
}
