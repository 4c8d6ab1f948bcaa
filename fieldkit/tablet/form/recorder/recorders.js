/** The recordings of one form: at most one for a question and one in the background, and those that were interrupted. */

import { createRoot, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { formPath, giveFile } from '../../engine/files.js';
import { questionsIn } from '../../engine/pages.js';
import { onInterruption } from '../interruptions.js';
import { fileOf, NO_KEEPER } from './pieces.js';
import { createRecording } from './recording.js';

/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */
/** @typedef {import('./recording.js').Recording} Recording */
/** @typedef {{keeper: import('./pieces.js').Keeper, holdAwake: () => () => void}} Means how recordings outlive a crash, and keep the tablet open */
/** @typedef {{nodeId: string, file: File, drop: () => Promise<void>}} Offer an interrupted recording of a question that has an answer already */
/** @typedef {ReturnType<typeof createRecorders>} Recorders */

/** @type {Means} */
const NO_MEANS = { keeper: NO_KEEPER, holdAwake: () => () => {} };

/**
 * @param {import('../../engine/types.js').FormSession} session
 * @param {() => Promise<boolean>} keepDraft keeps the draft as it is now; false when it could not be kept
 * @param {Means} [means]
 */
export function createRecorders(session, keepDraft, { keeper, holdAwake } = NO_MEANS) {
  /** @type {Map<string, Recording>} */
  const ofQuestions = new Map();
  const [offers, setOffers] = createSignal(/** @type {readonly Offer[]} */ ([]));
  const [recovered, setRecovered] = createSignal(/** @type {readonly string[]} */ ([]));

  /** The draft is on disk before the first piece is: a piece without its draft would belong to nobody. */
  async function ready() {
    if (!(await keepDraft())) throw new Error('the draft is not kept');
  }

  /** @param {string} path @returns {(type: string) => import('./pieces.js').About} */
  const about = (path) => (type) => ({ path, type, startedAt: new Date().toISOString() });

  /** @param {UploadNode} node */
  function of(node) {
    const known = ofQuestions.get(node.nodeId);
    if (known) return known;
    const path = node.currentState.reference;
    const recording = createRecording({ quality: session.quality(formPath(path)), ready, about: about(path), keeper, deliver, holdAwake });
    /** @param {File} file */
    async function deliver(file) {
      giveFile(node, file);
      forget(node.nodeId);
      return keepDraft();
    }
    ofQuestions.set(node.nodeId, recording);
    return recording;
  }

  /** @param {import('../../engine/types.js').BackgroundRecording} asked */
  function backgroundRecorder(asked) {
    const earlier = () => asked.file() ?? undefined;
    /** @param {File} file */
    async function deliver(file) {
      asked.give(file);
      return keepDraft();
    }
    return createRecording({ quality: asked.quality, ready, about: about(asked.paths[0]), keeper, earlier, deliver, holdAwake });
  }

  /** Begin for a question; a recording of another question ends and is kept. @param {UploadNode} node */
  async function start(node) {
    await finishQuestions([node.nodeId]);
    await of(node).start();
  }

  /** @param {readonly string[]} [except] ids of questions that go on */
  async function finishQuestions(except = []) {
    await Promise.all(Array.from(ofQuestions, ([nodeId, recording]) => (except.includes(nodeId) ? null : recording.finish())));
  }

  async function finishAll() {
    await Promise.all([finishQuestions(), background?.finish()]);
  }

  /** Put every interrupted recording where it belongs. */
  async function recover() {
    for (const found of await keeper.interrupted()) await untrack(() => place(found));
  }

  /** @param {import('./pieces.js').Interrupted} found */
  async function place({ about: { path, type }, pieces, drop }) {
    if (session.background?.paths.includes(path)) return placeBackground(session.background, pieces, type, drop);
    const node = /** @type {UploadNode | undefined} */ (questionsIn(session.root).find((each) => each.nodeType === 'upload' && each.currentState.reference === path));
    if (!node) return; // the question is not asked now; its recording waits with the draft
    const file = await fileOf(pieces, type);
    if (!node.currentState.instanceValue) {
      giveFile(node, file);
      setRecovered((before) => [...before, node.nodeId]);
      if (await keepDraft()) await drop();
    } else if ((await loaded(node))?.size === file.size) await drop(); // it had become the answer already
    else setOffers((before) => [...before, { nodeId: node.nodeId, file, drop }]);
  }

  /** @param {import('../../engine/types.js').BackgroundRecording} asked @param {Blob[]} pieces @param {string} type @param {() => Promise<void>} drop */
  async function placeBackground(asked, pieces, type, drop) {
    const earlier = asked.file() ?? undefined;
    asked.give(await fileOf(pieces, type, earlier));
    setRecovered((before) => [...before, '']);
    if (await keepDraft()) await drop();
  }

  /** @param {Offer} offer @param {boolean} use instead of the answer that is there */
  async function settle(offer, use) {
    const node = questionsIn(session.root).find(({ nodeId }) => nodeId === offer.nodeId);
    if (use && node?.nodeType === 'upload') {
      giveFile(node, offer.file);
      if (!(await keepDraft())) return;
    }
    setOffers((before) => before.filter((each) => each !== offer));
    await offer.drop();
  }

  /** @param {string} nodeId */
  function forget(nodeId) {
    setRecovered((before) => before.filter((each) => each !== nodeId));
  }

  const background = session.background && backgroundRecorder(session.background);
  onCleanup(() => void finishAll());
  onCleanup(
    onInterruption((kind) => {
      if (kind === 'pause') background?.pause();
      else if (kind === 'go-on') background?.goOn();
      return kind === 'stop' ? finishAll() : null;
    }),
  );
  return { of, start, background, finishQuestions, finishAll, recover, offers, settle, recovered, forget };
}

/** The file of an answer once it has been read from the draft. @param {UploadNode} node @returns {Promise<File | null>} */
function loaded(node) {
  return new Promise((resolve) => {
    createRoot((dispose) => {
      createEffect(() => {
        if (node.currentState.attachmentState.loading) return;
        resolve(node.currentState.value);
        queueMicrotask(dispose);
      });
    });
  });
}
