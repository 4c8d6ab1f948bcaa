/** What is kept, and what is said of it, while people go on answering. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

Object.assign(globalThis, { document: new EventTarget(), window: new EventTarget() });
const { autosave } = await import('../../../fieldkit/tablet/form/autosave.js');

/** A session whose answers change when the test says so, and a disk that is as slow as the test likes. */
function slowDisk() {
  /** @type {() => void} */
  let change = () => {};
  const session = { draft: async () => ({ xml: '<data/>', files: new Map() }), subscribe: (/** @type {() => void} */ listener) => ((change = listener), () => {}) };
  /** @type {(() => void)[]} */
  const writing = [];
  const keeping = autosave(/** @type {any} */ (session), () => new Promise((resolve) => writing.push(() => resolve(undefined))));
  return { keeping, writing, change: () => change() };
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what was kept is kept, though somebody wrote on while the disk was busy', async () => {
  const { keeping, writing, change } = slowDisk();
  const kept = keeping.keepNow();
  await moment();
  change();
  writing[0]();
  assert.equal(await kept, true);
  assert.equal(keeping.state(), 'keeping', 'the later change is still on its way');
  keeping.stop();
});

test('what the disk refuses is not called kept', async () => {
  const session = { draft: async () => ({ xml: '<data/>', files: new Map() }), subscribe: () => () => {} };
  const keeping = autosave(/** @type {any} */ (session), () => Promise.reject(new Error('full')));
  assert.equal(await keeping.keepNow(), false);
  assert.equal(keeping.state(), 'failed');
  keeping.stop();
});
