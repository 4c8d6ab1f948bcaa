/** One recording, from the tap to the file: opened, heard, paused, kept piece by piece, closed. */

import { createSignal } from 'solid-js';
import { bitsFor, chooseType, plainType } from './formats.js';
import { levelOf, REMEMBERED } from './loudness.js';
import { closeMicrophone, listenTo, NoMicrophone, openMicrophone } from './microphone.js';
import { fileOf } from './pieces.js';
import { freeBytes, mayBegin, roomState, secondsLeft } from './room.js';

/** @typedef {import('./microphone.js').MicrophoneTrouble | 'no-room' | 'taken-away' | 'not-kept' | 'ran-out' | 'nothing'} Trouble */
/** @typedef {'ready' | 'opening' | 'recording' | 'paused' | 'closing'} Phase */
/** @typedef {{code: Trouble, need?: number, free?: number}} Told `need` and `free` in bytes */
/** @typedef {ReturnType<typeof createRecording>} Recording */

/** A crash loses no more than this, in milliseconds. */
export const SLICE_MS = 3000;
const MEASURE_MS = 100;

/**
 * @param {object} means
 * @param {string} means.quality as the form asks for it, or empty
 * @param {() => Promise<void>} [means.ready] what must be on disk before the first second is
 * @param {(type: string) => import('./pieces.js').About} means.about
 * @param {import('./pieces.js').Keeper} means.keeper
 * @param {() => Blob | undefined} [means.earlier] what it goes on from
 * @param {(file: File) => Promise<boolean>} means.deliver takes the file; true once it is kept, and the pieces may go
 * @param {() => () => void} means.holdAwake keeps the tablet from locking itself; gives the release
 */
export function createRecording({ quality, ready = async () => {}, about, keeper, earlier, deliver, holdAwake }) {
  const [phase, setPhase] = createSignal(/** @type {Phase} */ ('ready'));
  const [told, setTold] = createSignal(/** @type {Told | null} */ (null));
  const [elapsed, setElapsed] = createSignal(0);
  const [loud, setLoud] = createSignal(0);
  const [level, setLevel] = createSignal(/** @type {import('./loudness.js').Level | null} */ (null));
  const [left, setLeft] = createSignal(Infinity);
  const bits = bitsFor(quality);
  /** @type {Under | null} */
  let under = null;
  /** @type {Promise<void> | null} */
  let finishing = null;
  let wanted = false;

  /** @typedef {{recorder: MediaRecorder, stream: MediaStream, pieces: Blob[], growing: import('./pieces.js').Growing, kept: Promise<void>, type: string, over: Promise<unknown>, end: () => void}} Under */

  async function start() {
    if (phase() !== 'ready') return;
    setTold(null);
    setPhase('opening');
    wanted = true;
    try {
      await begin();
    } catch (error) {
      setPhase('ready');
      setTold(error instanceof NoMicrophone ? { code: error.reason } : { code: 'not-kept' });
    }
  }

  async function begin() {
    const type = typeof MediaRecorder === 'undefined' ? '' : chooseType((each) => MediaRecorder.isTypeSupported(each));
    if (!type) throw new NoMicrophone('unsupported');
    const free = await freeBytes(navigator.storage);
    const { may, need } = mayBegin(free, bits);
    if (!may) {
      setPhase('ready');
      return void setTold({ code: 'no-room', need, free });
    }
    const stream = await openMicrophone();
    try {
      await ready();
      if (!wanted) return nothingBegun(stream);
      under = await run(stream, type);
    } catch (error) {
      closeMicrophone(stream);
      throw error;
    }
    setPhase('recording');
  }

  /** The person went on before the microphone was open. @param {MediaStream} stream */
  function nothingBegun(stream) {
    closeMicrophone(stream);
    setPhase('ready');
  }

  /** @param {MediaStream} stream @param {string} type @returns {Promise<Under>} */
  async function run(stream, type) {
    const growing = await keeper.begin(about(plainType(type)));
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bits });
    const ends = [holdAwake(), stayLit(), watch(stream)];
    /** @type {Under} */
    const now = { recorder, stream, growing, pieces: [], kept: Promise.resolve(), type: plainType(type), over: overOf(recorder), end: () => ends.forEach((end) => end()) };
    recorder.addEventListener('dataavailable', ({ data }) => take(now, data));
    recorder.addEventListener('error', () => void finish('taken-away'));
    for (const track of stream.getTracks()) track.addEventListener('ended', () => void finish('taken-away'));
    recorder.start(SLICE_MS);
    return now;
  }

  /** @param {Under} now @param {Blob} data */
  function take(now, data) {
    if (data.size === 0) return;
    now.pieces.push(data);
    now.kept = now.kept.then(() => now.growing.piece(data));
    now.kept.catch(() => void finish('not-kept'));
    void lookAtRoom();
  }

  async function lookAtRoom() {
    setLeft(secondsLeft(await freeBytes(navigator.storage), bits));
    if (roomState(left()) === 'none') void finish('ran-out');
  }

  /** Follow the time and the loudness. @param {MediaStream} stream */
  function watch(stream) {
    const ear = listenTo(stream);
    /** @type {number[]} */
    let lately = [];
    let before = performance.now();
    setElapsed(0);
    const timer = setInterval(() => {
      const now = performance.now();
      if (phase() === 'recording') {
        setElapsed((sum) => sum + (now - before) / 1000);
        setLoud(ear.measure());
        lately = [...lately, loud()].slice(-REMEMBERED);
        setLevel(lately.length < REMEMBERED / 2 ? null : levelOf(lately));
      }
      before = now;
    }, MEASURE_MS);
    return () => {
      clearInterval(timer);
      ear.close();
      setLoud(0);
    };
  }

  function pause() {
    if (phase() !== 'recording') return;
    under?.recorder.pause();
    under?.recorder.requestData(); // what was said until now is on disk before the pause begins
    setPhase('paused');
    setLoud(0);
  }

  function goOn() {
    if (phase() !== 'paused') return;
    under?.recorder.resume();
    setPhase('recording');
  }

  /** End it and keep it. @param {Trouble} [why] what ended it, if it was not a person */
  function finish(why) {
    wanted = false;
    if (!under) return finishing ?? Promise.resolve();
    const now = under;
    under = null;
    setPhase('closing');
    if (why) setTold({ code: why });
    finishing = close(now).finally(() => {
      finishing = null;
      setPhase('ready');
    });
    return finishing;
  }

  /** @param {Under} now */
  async function close(now) {
    if (now.recorder.state !== 'inactive') now.recorder.stop();
    await now.over;
    closeMicrophone(now.stream);
    try {
      await now.kept.catch(() => {});
      await hand(now);
    } catch {
      setTold({ code: 'not-kept' });
    } finally {
      now.end();
    }
  }

  /** @param {Under} now */
  async function hand(now) {
    if (now.pieces.length === 0) setTold((before) => before ?? { code: 'nothing' });
    else if (!(await deliver(await fileOf(now.pieces, now.type, earlier?.())))) return;
    await now.growing.drop();
  }

  return { phase, told, elapsed, loud, level, left, start, pause, goOn, finish };
}

/** Resolves once the last piece has come, also where the browser ended it by itself. @param {MediaRecorder} recorder */
function overOf(recorder) {
  return new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
}

/** Ask that the screen stays lit: some tablets take the microphone away when it goes dark. @returns {() => void} */
function stayLit() {
  const asked = navigator.wakeLock?.request('screen').catch(() => null);
  return () => void asked?.then((lit) => lit?.release());
}
