import assert from 'node:assert/strict';
import test from 'node:test';
import { bitsFor, chooseType, clock, plainType, SPEECH } from '../../../fieldkit/tablet/form/recorder/formats.js';
import { levelOf, loudness } from '../../../fieldkit/tablet/form/recorder/loudness.js';
import { NoMicrophone, openMicrophone, reasonOf } from '../../../fieldkit/tablet/form/recorder/microphone.js';
import { fileOf } from '../../../fieldkit/tablet/form/recorder/pieces.js';
import { fits, freeBytes, LARGEST_FILE, mayBegin, roomState, secondsLeft } from '../../../fieldkit/tablet/form/recorder/room.js';
import { joinWebm, readStream } from '../../../fieldkit/tablet/form/recorder/webm.js';

const UNKNOWN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/** @param {number[]} id @param {number[]} content */
function element(id, content) {
  const size = content.length;
  return [...id, 0x40 | (size >> 8), size & 0xff, ...content];
}

/** A block of track 1, `at` milliseconds after its cluster. @param {number} at @param {number} filled */
function block(at, filled) {
  return element([0xa3], [0x81, at >> 8, at & 0xff, 0x80, ...Array(20).fill(filled)]);
}

/** A cluster of unknown size, as a browser writes it. @param {number} time @param {...number[]} blocks */
function cluster(time, ...blocks) {
  return [0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN, ...element([0xe7], [time >> 8, time & 0xff]), ...blocks.flat()];
}

const HEADER = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], [0x77, 0x65, 0x62, 0x6d]));
const INFO = element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], [0x0f, 0x42, 0x40]));
const TRACKS = element([0x16, 0x54, 0xae, 0x6b], element([0xae], element([0xd7], [0x01])));

/** @param {...number[]} clusters */
function stream(...clusters) {
  return new Blob([Uint8Array.from([...HEADER, 0x18, 0x53, 0x80, 0x67, ...UNKNOWN, ...INFO, ...TRACKS, ...clusters.flat()])], { type: 'audio/webm' });
}

/** @param {Blob} blob */
async function bytesOf(blob) {
  return new Uint8Array(await blob.arrayBuffer());
}

/** The values of every element of this id, wherever it stands. @param {Uint8Array} bytes @param {number[]} id @param {number} width */
function values(bytes, id, width) {
  const found = [];
  for (let at = 0; at + id.length + 8 + width <= bytes.length; at += 1) {
    if (id.every((byte, i) => bytes[at + i] === byte) && bytes[at + id.length] === 1 && bytes[at + id.length + 7] === width) {
      found.push(new DataView(bytes.buffer, at + id.length + 8, width));
    }
  }
  return found;
}

test('a type is chosen that the browser writes; without one there is no recorder', () => {
  assert.equal(chooseType(() => true), 'audio/webm;codecs=opus');
  assert.equal(chooseType((type) => type.startsWith('audio/mp4')), 'audio/mp4;codecs=mp4a.40.2');
  assert.equal(chooseType(() => false), '');
  assert.equal(plainType('audio/webm;codecs=opus'), 'audio/webm');
});

test('the quality that a form asks for is taken; speech otherwise', () => {
  assert.equal(bitsFor(''), SPEECH);
  assert.equal(bitsFor('something new'), SPEECH);
  assert.deepEqual(['voice-only', 'low', 'normal'].map(bitsFor), [16_000, 24_000, 64_000]);
});

test('time is written as on a clock', () => {
  assert.deepEqual([0, 7.9, 61, 3599, 3729].map(clock), ['0:00', '0:07', '1:01', '59:59', '1:02:09']);
});

test('a recording is not begun where ten minutes of it would not fit three times', () => {
  const tenMinutes = (SPEECH / 8) * 600;
  const { need } = mayBegin(0, SPEECH);
  assert.equal(need, 20e6 + 3 * tenMinutes);
  assert.equal(mayBegin(need, SPEECH).may, true);
  assert.equal(mayBegin(need - 1, SPEECH).may, false);
  assert.equal(secondsLeft(need, SPEECH), 600);
});

test('the end of the room is said before it is there', () => {
  assert.equal(roomState(Infinity), 'enough');
  assert.equal(roomState(599), 'little');
  assert.equal(roomState(secondsLeft(20e6, SPEECH)), 'none');
});

test('a browser that does not tell its room does not forbid anything', async () => {
  assert.equal(await freeBytes(undefined), Infinity);
  const broken = /** @type {any} */ ({ estimate: async () => Promise.reject(new Error('no')) });
  assert.equal(await freeBytes(broken), Infinity);
  const told = /** @type {any} */ ({ estimate: async () => ({ quota: 100, usage: 30 }) });
  assert.equal(await freeBytes(told), 70);
});

test('a chosen file must fit on the tablet twice, and into one upload', () => {
  assert.equal(fits(1e6, 1e9), 'fits');
  assert.equal(fits(1e9, 1.5e9), 'no-room');
  assert.equal(fits(LARGEST_FILE + 1, Infinity), 'too-large');
});

test('loudness follows what is heard, from nothing to full', () => {
  const tone = (/** @type {number} */ peak) => Float32Array.from({ length: 1024 }, (_, i) => peak * Math.sin(i / 5));
  assert.equal(loudness(new Float32Array(1024)), 0);
  assert.ok(loudness(tone(1)) > 0.9);
  assert.ok(loudness(tone(0.01)) < loudness(tone(0.1)));
});

test('the word for the loudness comes from the loudest of the last seconds', () => {
  assert.equal(levelOf([0, 0, 0]), 'silent');
  assert.equal(levelOf([0, 0.1, 0]), 'quiet');
  assert.equal(levelOf([0, 0.6, 0]), 'good');
  assert.equal(levelOf([0.2, 0.99]), 'loud');
});

test('why there is no microphone has a name of ours', async () => {
  assert.deepEqual(['NotAllowedError', 'NotReadableError', 'NotFoundError', 'TypeError'].map((name) => reasonOf({ name })), ['refused', 'busy', 'absent', 'absent']);
  await assert.rejects(openMicrophone(/** @type {any} */ ({ getUserMedia: () => {} })), (error) => error instanceof NoMicrophone && error.reason === 'unsupported');
});

test('a recording gets the length and the index that the browser left out', async () => {
  const plain = stream(cluster(0, block(0, 1), block(60, 2)), cluster(5000, block(0, 3), block(60, 4)));
  const mended = await joinWebm([plain]);
  assert.equal(mended?.seconds, 5.12);
  assert.equal(mended?.blob.type, 'audio/webm');
  const bytes = await bytesOf(/** @type {Blob} */ (mended?.blob));
  assert.deepEqual(values(bytes, [0x44, 0x89], 8).map((value) => value.getFloat64(0)), [5120]);
  assert.deepEqual(values(bytes, [0xb3], 8).map((value) => Number(value.getBigUint64(0))), [0, 5000]);
});

test('each entry of the index points at the cluster of its time', async () => {
  const mended = await joinWebm([stream(cluster(0, block(0, 1)), cluster(900, block(0, 2)), cluster(1800, block(0, 3)))]);
  const bytes = await bytesOf(/** @type {Blob} */ (mended?.blob));
  const segment = HEADER.length + 4 + 8;
  const places = values(bytes, [0xf1], 8).map((value) => Number(value.getBigUint64(0)));
  assert.equal(places.length, 3);
  for (const place of places) assert.deepEqual([...bytes.subarray(segment + place, segment + place + 4)], [0x1f, 0x43, 0xb6, 0x75]);
});

test('what a crash cut off is left out, and the rest is whole', async () => {
  const whole = await bytesOf(stream(cluster(0, block(0, 1), block(60, 2), block(120, 3))));
  const cut = new Blob([whole.subarray(0, whole.length - 7)], { type: 'audio/webm' });
  const mended = await joinWebm([cut]);
  assert.equal(mended?.seconds, 0.12);
  const again = readStream(await bytesOf(/** @type {Blob} */ (mended?.blob)));
  assert.equal(again?.clusters.length, 1);
});

test('a recording that goes on begins where the first one ended, also when it was mended before', async () => {
  const first = await joinWebm([stream(cluster(0, block(0, 1), block(60, 2)))]);
  const both = await joinWebm([/** @type {Blob} */ (first?.blob), stream(cluster(0, block(0, 3), block(60, 4)))]);
  assert.equal(both?.seconds, 0.24);
  const bytes = await bytesOf(/** @type {Blob} */ (both?.blob));
  assert.deepEqual(values(bytes, [0xb3], 8).map((value) => Number(value.getBigUint64(0))), [0, 120]);
});

test('what is no such stream is kept as the browser wrote it, and never thrown away for another', async () => {
  const odd = new Blob(['not a stream'], { type: 'audio/webm' });
  assert.equal(await joinWebm([odd]), null);
  assert.equal(await (await fileOf([odd], 'audio/webm')).text(), 'not a stream');
  await assert.rejects(fileOf([stream(cluster(0, block(0, 1)))], 'audio/webm', odd));
});

test('any bytes at all end in an answer, not in a loop', async () => {
  for (let seed = 1; seed < 300; seed += 1) {
    let state = seed;
    const noise = Uint8Array.from({ length: 200 }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16);
    const bytes = await bytesOf(stream(cluster(0, block(0, 1))));
    await joinWebm([new Blob([noise]), new Blob([bytes.subarray(0, seed % bytes.length), noise])]);
    readStream(Uint8Array.from([...HEADER, 0x18, 0x53, 0x80, 0x67, ...UNKNOWN, ...noise]));
  }
});
