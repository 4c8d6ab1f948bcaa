/**
 * What stands on the page: what the server said, then the strokes that it has not answered yet. No DOM here.
 *
 * @typedef {{id: string, version: string, start: number, end: number, code: string, coder: string}} Segment
 * @typedef {{id: string, on: string, text: string, by: string}} Memo
 * @typedef {{id: string, kind: 'add', segment: string, version: string, start: number, end: number, code: string}
 *   | {id: string, kind: 'remove', segment: string}
 *   | {id: string, kind: 'memo', memo: string, segment: string, text: string}
 *   | {id: string, kind: 'unmemo', memo: string}
 *   | {id: string, kind: 'undo'}
 *   | {id: string, kind: 'redo'}} Stroke
 * @typedef {[kind: string, subject: string, before: any, after: any]} Change
 * @typedef {{changes: Change[], memos: Memo[], can_undo: boolean, can_redo: boolean}} Answer
 */

/**
 * @param {unknown[][]} rows as on the wire: [id, version, start, end, code, coder]
 * @returns {Segment[]}
 */
export function segmentsFromRows(rows) {
  return rows.map((row) => {
    const [id, version, start, end, code, coder] = /** @type {[string, string, number, number, string, string]} */ (row);
    return { id, version, start, end, code, coder };
  });
}

export class Model {
  /**
   * @param {string} me the coder's account
   * @param {Segment[]} segments
   * @param {Memo[]} memos
   */
  constructor(me, segments, memos) {
    this.me = me;
    /** @type {Map<string, Segment>} */
    this.segments = new Map(segments.map((segment) => [segment.id, segment]));
    /** @type {Map<string, Memo>} */
    this.memos = new Map(memos.map((memo) => [memo.id, memo]));
    /** @type {Change[][]} what undo takes back, the last at the end; only what was done on this page */
    this.done = [];
    /** @type {Change[][]} */
    this.undone = [];
    /** @type {Map<string, Memo>} every memo ever seen, so that undo can bring its words back */
    this.known = new Map(this.memos);
  }

  /**
   * Let a stroke show at once, before the server answers.
   *
   * @param {Stroke} stroke
   * @returns {boolean} whether it is known here what it does; an undo of something older waits for the server
   */
  apply(stroke) {
    if (stroke.kind === 'undo' || stroke.kind === 'redo') {
      const [from, to] = stroke.kind === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
      const changes = from.pop();
      if (!changes) return false;
      const back = changes.map(reversed).reverse();
      to.push(back);
      this.show(back);
      return true;
    }
    const change = this.changeOf(stroke);
    if (!change) return false;
    this.done.push([change]);
    this.undone = [];
    this.show([change]);
    return true;
  }

  /**
   * Take over what the server says; the same changes again alter nothing.
   *
   * @param {Answer} answer
   */
  settle(answer) {
    for (const memo of answer.memos) this.known.set(memo.id, memo);
    this.show(answer.changes);
  }

  /**
   * @param {Segment[]} segments what the server holds, after strokes were refused
   */
  reset(segments) {
    this.segments = new Map(segments.map((segment) => [segment.id, segment]));
    this.done = [];
    this.undone = [];
  }

  /**
   * @param {string} version
   * @param {boolean} everyone whether other coders' segments count too
   * @returns {Segment[]} by place in the text
   */
  of(version, everyone) {
    return [...this.segments.values()]
      .filter((segment) => segment.version === version && (everyone || segment.coder === this.me))
      .sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  }

  /**
   * @param {string} segment
   * @returns {Memo[]}
   */
  memosOn(segment) {
    return [...this.memos.values()].filter((memo) => memo.on === `segment:${segment}`);
  }

  /**
   * @param {Exclude<Stroke, {kind: 'undo'} | {kind: 'redo'}>} stroke
   * @returns {Change | null}
   */
  changeOf(stroke) {
    if (stroke.kind === 'add') {
      const { version, start, end, code } = stroke;
      return ['segment', stroke.segment, null, { version, start, end, code }];
    }
    if (stroke.kind === 'remove') {
      const held = this.segments.get(stroke.segment);
      return held ? ['segment', held.id, stateOf(held), null] : null;
    }
    if (stroke.kind === 'memo') {
      const on = `segment:${stroke.segment}`;
      this.known.set(stroke.memo, { id: stroke.memo, on, text: stroke.text, by: this.me });
      return ['memo', stroke.memo, null, { on }];
    }
    const held = this.memos.get(stroke.memo);
    return held ? ['memo', held.id, { on: held.on }, null] : null;
  }

  /** @param {Change[]} changes */
  show(changes) {
    for (const [kind, subject, , after] of changes) {
      if (kind === 'segment') {
        if (after) this.segments.set(subject, { id: subject, coder: this.me, ...after });
        else this.segments.delete(subject);
      } else if (kind === 'memo') {
        const memo = this.known.get(subject);
        if (after && memo) this.memos.set(subject, memo);
        else this.memos.delete(subject);
      }
    }
  }
}

/**
 * @param {Change} change
 * @returns {Change}
 */
function reversed([kind, subject, before, after]) {
  return [kind, subject, after, before];
}

/** @param {Segment} segment */
function stateOf({ version, start, end, code }) {
  return { version, start, end, code };
}
