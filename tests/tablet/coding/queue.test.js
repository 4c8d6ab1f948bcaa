import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { sendStroke, StrokeQueue } from '../../../fieldkit/web/scripts/coding/queue.js';

/**
 * @typedef {import('../../../fieldkit/web/scripts/coding/queue.js').Outcome} Outcome
 * @typedef {import('../../../fieldkit/web/scripts/coding/model.js').Stroke} Stroke
 */

/** @type {Outcome} */
const done = { status: 'done', answer: { changes: [], memos: [], can_undo: true, can_redo: false } };

/** @param {string} id @returns {Stroke} */
const stroke = (id) => ({ id, kind: 'undo' });

/**
 * A queue whose server gives the outcomes one after the other, then `done`.
 *
 * @param {Outcome[]} outcomes
 * @param {Map<string, string>} [kept]
 */
function queueOf(outcomes, kept = new Map()) {
  /** @type {string[]} */
  const sent = [];
  /** @type {string[]} */
  const states = [];
  /** @type {{run: () => void, pause: number}[]} */
  const pauses = [];
  const queue = new StrokeQueue({
    send: async ({ id }) => {
      sent.push(id);
      return outcomes.shift() ?? done;
    },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    key: 'k',
    later: (run, pause) => pauses.push({ run, pause }),
    onState: (state, waiting) => states.push(`${state} ${waiting}`),
    onOutcome: ({ id }, { status }) => states.push(`${status} ${id}`),
  });
  return { queue, sent, states, pauses, kept };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('strokes are sent one after the other, in order', async () => {
  const { queue, sent, states } = queueOf([]);
  for (const id of ['a', 'b', 'c']) queue.add(stroke(id));
  await settled();
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.equal(states.at(-1), 'saved 0');
});

test('without a connection a stroke stays, is kept, and is sent again with the same id', async () => {
  const { queue, sent, states, pauses, kept } = queueOf([{ status: 'offline' }, { status: 'offline' }]);
  queue.add(stroke('a'));
  await settled();
  queue.add(stroke('b'));
  await settled();
  assert.deepEqual(JSON.parse(kept.get('k') ?? '').map((/** @type {Stroke} */ one) => one.id), ['a', 'b']);
  assert.equal(states.at(-1), 'waiting 2');
  assert.deepEqual(pauses.map(({ pause }) => pause), [1000, 2000]);
  pauses[1].run();
  await settled();
  assert.deepEqual(sent, ['a', 'a', 'a', 'b']);
  assert.equal(kept.has('k'), false);
});

test('what an earlier page left behind is sent', async () => {
  const { queue, sent } = queueOf([], new Map([['k', JSON.stringify([stroke('left')])]]));
  await queue.run();
  assert.deepEqual(sent, ['left']);
});

test('a refused stroke leaves the queue and the next one is sent', async () => {
  const { queue, states } = queueOf([{ status: 'refused', reason: 'no' }]);
  queue.add(stroke('a'));
  queue.add(stroke('b'));
  await settled();
  assert.deepEqual(states.filter((state) => /^(refused|done)/u.test(state)), ['refused a', 'done b']);
});

test('being signed out keeps every stroke', async () => {
  const { queue, states, kept } = queueOf([{ status: 'signed-out' }]);
  queue.add(stroke('a'));
  await settled();
  assert.equal(states.at(-1), 'signed-out 1');
  assert.ok(kept.has('k'));
});

test('storage that somebody spoilt is an empty queue', () => {
  for (const spoilt of ['{', '{"a":1}', 'null']) assert.deepEqual(queueOf([], new Map([['k', spoilt]])).queue.strokes, []);
});

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** @type {[string, () => Promise<Response>, string][]} */
const replies = [
  ['no connection', () => Promise.reject(new TypeError('failed')), 'offline'],
  ['a failing server', async () => new Response('{}', { status: 502 }), 'offline'],
  ['a page where an object was due', async () => new Response('<html>', { status: 200 }), 'offline'],
  ['nobody signed in', async () => Response.json({ code: '401.signed-out' }, { status: 401 }), 'signed-out'],
  ['an old proof', async () => Response.json({ code: '403.csrf' }, { status: 403 }), 'signed-out'],
  ['a refusal', async () => Response.json({ code: '409.x', what: 'No.', remedy: 'Yes.' }, { status: 409 }), 'refused'],
  ['an answer', async () => Response.json({ changes: [], memos: [] }), 'done'],
];
for (const [name, reply, status] of replies) {
  test(`${name}: ${status}`, async () => {
    globalThis.fetch = /** @type {typeof fetch} */ (reply);
    const outcome = await sendStroke('/strokes', 'proof', stroke('a'), { unreadable: '?' });
    assert.equal(outcome.status, status);
    if (outcome.status === 'refused') assert.equal(outcome.reason, 'No. Yes.');
  });
}
