/**
 * Strokes on their way to the server, in order, kept on this computer until each one is answered. No DOM here.
 *
 * A stroke that the server refuses (409, 422 …) leaves the queue: sending it again would not help. When there is no
 * connection, or nobody is signed in, it stays.
 *
 * @typedef {import('./model.js').Stroke} Stroke
 * @typedef {import('./model.js').Answer} Answer
 * @typedef {{status: 'done', answer: Answer} | {status: 'refused', reason: string} | {status: 'signed-out'}
 *   | {status: 'offline'}} Outcome
 * @typedef {'saved' | 'saving' | 'waiting' | 'signed-out'} State
 */

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

export class StrokeQueue {
  /**
   * @param {object} outside
   * @param {(stroke: Stroke) => Promise<Outcome>} outside.send
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} outside.storage
   * @param {string} outside.key under which the strokes are kept
   * @param {(run: () => void, milliseconds: number) => unknown} outside.later
   * @param {(state: State, waiting: number) => void} outside.onState
   * @param {(stroke: Stroke, outcome: Outcome) => void} outside.onOutcome when a stroke was done or refused
   */
  constructor({ send, storage, key, later, onState, onOutcome }) {
    this.send = send;
    this.storage = storage;
    this.key = key;
    this.later = later;
    this.onState = onState;
    this.onOutcome = onOutcome;
    /** @type {Stroke[]} */
    this.strokes = readStrokes(storage.getItem(key));
    this.sending = false;
    this.pause = FIRST_PAUSE;
  }

  /** @param {Stroke} stroke */
  add(stroke) {
    this.strokes.push(stroke);
    this.keep();
    void this.run();
  }

  /** Send what waits, one after the other. */
  async run() {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.strokes.length > 0) {
        this.onState('saving', this.strokes.length);
        const stroke = this.strokes[0];
        const outcome = await this.send(stroke);
        if (outcome.status === 'offline' || outcome.status === 'signed-out') {
          this.wait(outcome.status);
          return;
        }
        this.pause = FIRST_PAUSE;
        this.strokes.shift();
        this.keep();
        this.onOutcome(stroke, outcome);
      }
      this.onState('saved', 0);
    } finally {
      this.sending = false;
    }
  }

  /** @param {'offline' | 'signed-out'} status */
  wait(status) {
    this.onState(status === 'offline' ? 'waiting' : 'signed-out', this.strokes.length);
    this.later(() => void this.run(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  keep() {
    if (this.strokes.length > 0) this.storage.setItem(this.key, JSON.stringify(this.strokes));
    else this.storage.removeItem(this.key);
  }
}

/**
 * @param {string | null} kept
 * @returns {Stroke[]}
 */
function readStrokes(kept) {
  try {
    const strokes = JSON.parse(kept ?? '[]');
    return Array.isArray(strokes) ? strokes : [];
  } catch {
    return [];
  }
}

/**
 * Send one stroke to the server.
 *
 * @param {string} url
 * @param {string} csrf
 * @param {Stroke} stroke
 * @param {{unreadable: string}} words
 * @returns {Promise<Outcome>}
 */
export async function sendStroke(url, csrf, stroke, words) {
  let response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf },
      body: JSON.stringify(stroke),
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    return { status: 'offline' };
  }
  const body = await response.json().catch(() => null);
  if (response.ok && Array.isArray(body?.changes)) return { status: 'done', answer: body };
  if (response.status === 401 || body?.code === '403.csrf') return { status: 'signed-out' };
  if (response.status >= 500 || response.ok || response.status === 429) return { status: 'offline' };
  return { status: 'refused', reason: [body?.what, body?.remedy].filter(Boolean).join(' ') || words.unreadable };
}
