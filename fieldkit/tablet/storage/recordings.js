/**
 * Recordings under way: each piece of a few seconds is on disk, under the person's key, before the next begins. Number 0 of
 * each says where it belongs; the sound begins with number 1.
 */
import { currentPerson, Locked, openAtRest, sealAtRest } from '../lock/keyring.js';
import { change, read } from './database.js';
import { changeUnlessEmptied } from './erasure.js';

/**
 * @typedef {import('../form/recorder/pieces.js').Keeper} Keeper
 * @typedef {import('../form/recorder/pieces.js').Interrupted} Interrupted
 * @typedef {import('./types.js').Recording} Piece
 */

/**
 * Keeps the recordings of one draft; they go with it.
 * @param {string} draft
 * @param {() => string} [newId]
 * @returns {Keeper}
 */
export function recordingsOf(draft, newId = () => crypto.randomUUID()) {
  return {
    async begin(about) {
      const recording = newId();
      let next = 1;
      await keepPiece(draft, recording, 0, new Blob([JSON.stringify(about)]));
      return {
        async piece(blob) {
          const index = next;
          next += 1;
          await keepPiece(draft, recording, index, blob);
        },
        drop: () => dropRecording(draft, recording),
      };
    },
    interrupted: () => interruptedOf(draft),
  };
}

/** @param {string} draft @param {string} recording @param {number} index @param {Blob} plain @throws {Locked} */
async function keepPiece(draft, recording, index, plain) {
  const person = currentPerson()?.id;
  if (!person) throw new Locked();
  const blob = await sealAtRest(plain, context(draft, recording, index));
  await changeUnlessEmptied(['recordings'], (transaction) => transaction.objectStore('recordings').put({ draft, recording, index, person, blob }));
}

/** @param {string} draft @param {string} recording */
async function dropRecording(draft, recording) {
  const all = IDBKeyRange.bound([draft, recording], [draft, recording, []]);
  await change(['recordings'], (transaction) => transaction.objectStore('recordings').delete(all));
}

/** @param {string} draft @returns {Promise<Interrupted[]>} the oldest first */
async function interruptedOf(draft) {
  const kept = await read(['recordings'], (transaction) => transaction.objectStore('recordings').getAll(IDBKeyRange.bound([draft], [draft, []])));
  const person = currentPerson()?.id;
  const found = await Promise.all(Array.from(together(kept.filter((piece) => piece.person === person)), opened));
  const whole = found.filter((each) => each !== null);
  return whole.sort((one, other) => one.about.startedAt.localeCompare(other.about.startedAt));
}

/** @param {Piece[]} pieces in the order of their keys @returns {Iterable<Piece[]>} those of each recording */
function together(pieces) {
  /** @type {Map<string, Piece[]>} */
  const found = new Map();
  for (const piece of pieces) found.set(piece.recording, [...(found.get(piece.recording) ?? []), piece]);
  return found.values();
}

/** @param {Piece[]} kept @returns {Promise<Interrupted | null>} null when not one second of it was kept */
async function opened([first, ...rest]) {
  const { draft, recording } = first;
  const drop = () => dropRecording(draft, recording);
  if (first.index !== 0 || rest.length === 0) {
    await drop();
    return null;
  }
  const about = JSON.parse(await (await openAtRest(first.blob, context(draft, recording, 0))).text());
  const pieces = await Promise.all(rest.map(({ index, blob }) => openAtRest(blob, context(draft, recording, index))));
  return { about, pieces, drop };
}

/** @param {string} draft @param {string} recording @param {number} index */
function context(draft, recording, index) {
  return `recording ${draft} ${recording} ${index}`;
}
