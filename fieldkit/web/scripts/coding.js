/** The workbench: select and code, by pointer or by key; what is done shows at once and is kept until the server has it. */
import { keyAction } from './coding/keys.js';
import { SegmentList } from './coding/list.js';
import { Model, segmentsFromRows } from './coding/model.js';
import { Painter } from './coding/paint.js';
import { selectedPlace, Speech } from './coding/places.js';
import { sendStroke, StrokeQueue } from './coding/queue.js';
import { Reader } from './coding/reader.js';

/**
 * @typedef {import('./coding/model.js').Segment} Segment
 * @typedef {import('./coding/model.js').Stroke} Stroke
 */

const data = JSON.parse(byId('bench-data').textContent ?? '{}');
/** @type {Record<string, string>} */
const words = data.words;
const speeches = [...document.querySelectorAll('.speech')].map((one) => new Speech(/** @type {HTMLElement} */ (one)));
const model = new Model(data.me, segmentsFromRows(data.segments), data.memos);
const painter = new Painter(speeches, data.codes, data.me);
const reader = new Reader(speeches);
const list = new SegmentList(byId('segments'), data.codes, data.names, words, model, speeches, {
  remove: removeSegment,
  go: goTo,
  memo: (segment, text) => perform({ id: newId(), kind: 'memo', memo: newId(), segment: segment.id, text }),
  unmemo: (memo) => perform({ id: newId(), kind: 'unmemo', memo }),
});
const queue = new StrokeQueue({
  send: (stroke) => sendStroke(data.strokes_url, data.csrf, stroke, { unreadable: words.unreadable }),
  storage: localStorage,
  key: `fieldkit-strokes:${data.me}:${data.transcript}`,
  later: (run, pause) => setTimeout(run, pause),
  onState: showState,
  onOutcome: takeOutcome,
});

let everyone = false;
let chosen = '';
/** @type {import('./coding/places.js').Place | null} the place whose segments are listed; null: all of them */
let here = null;
let canUndo = Boolean(data.can_undo);
let canRedo = Boolean(data.can_redo);

/** @param {Stroke} stroke */
function perform(stroke) {
  model.apply(stroke);
  queue.add(stroke);
  canUndo = stroke.kind === 'undo' ? model.done.length > 0 || canUndo : true;
  canRedo = stroke.kind === 'undo' || (stroke.kind === 'redo' && canRedo);
  draw();
}

/** Show everything as it stands. */
function draw() {
  const versions = [...new Set(speeches.map((speech) => speech.version))];
  const shown = new Map(versions.map((version) => [version, model.of(version, everyone)]));
  painter.paint(shown, chosen);
  const all = [...shown.values()].flat();
  const place = here;
  const listed = place ? all.filter((segment) => touches(segment, place)) : all;
  byId('segments-title').textContent = here ? words.here : words.all;
  byId('show-all').hidden = !here;
  list.draw(listed, chosen);
  setDisabled('undo', !canUndo);
  setDisabled('redo', !canRedo);
}

/**
 * @param {Segment} segment
 * @param {{version: string, start: number, end: number}} place
 */
function touches(segment, place) {
  return segment.version === place.version && segment.start < place.end && place.start < segment.end;
}

/** @param {string} code */
function codeSelection(code) {
  const place = selectedPlace(speeches, document.getSelection());
  if (place === 'none') return say(words.select_first);
  if (place === 'two-texts') return say(words.one_text);
  const { version, start, end } = place;
  const same = model.of(version, false).find((one) => one.start === start && one.end === end && one.code === code);
  if (!same) perform({ id: newId(), kind: 'add', segment: newId(), version, start, end, code });
  return say(words.coded.replace('{code}', data.codes[code].name));
}

/** @param {Segment} segment */
function removeSegment(segment) {
  if (segment.coder !== data.me) return;
  if (chosen === segment.id) chosen = '';
  perform({ id: newId(), kind: 'remove', segment: segment.id });
  say(words.removed.replace('{code}', data.codes[segment.code]?.name ?? ''));
}

/** @param {'undo' | 'redo'} kind */
function goBack(kind) {
  if (!(kind === 'undo' ? canUndo : canRedo)) return say(words.nothing);
  perform({ id: newId(), kind });
  return say(kind === 'undo' ? words.undone : words.redone);
}

/** @param {Segment} segment */
function goTo(segment) {
  chosen = segment.id;
  const speech = speeches.find((one) => one.version === segment.version && one.start < segment.end && segment.start < one.end);
  speech?.element.scrollIntoView({ block: 'center' });
  draw();
}

/**
 * List what stands at a place.
 *
 * @param {import('./coding/places.js').Place | null} place
 * @param {string} [segment] the one to mark
 */
function look(place, segment = '') {
  here = place;
  chosen = segment;
  draw();
}

/**
 * @param {Stroke} _stroke
 * @param {import('./coding/queue.js').Outcome} outcome
 */
function takeOutcome(_stroke, outcome) {
  if (outcome.status === 'done') {
    if (queue.strokes.length === 0) {
      model.settle(outcome.answer);
      ({ can_undo: canUndo, can_redo: canRedo } = outcome.answer);
      draw();
    } else {
      for (const memo of outcome.answer.memos) model.known.set(memo.id, memo);
    }
  } else if (outcome.status === 'refused') {
    say(words.refused.replace('{reason}', outcome.reason), 'bad');
    void startAgain();
  }
}

/** After a refusal: show what the server holds, and on it what still waits. */
async function startAgain() {
  const response = await fetch(data.segments_url, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!response?.ok) return;
  model.reset(segmentsFromRows(await response.json()));
  for (const stroke of queue.strokes) model.apply(stroke);
  draw();
}

/**
 * @param {import('./coding/queue.js').State} state
 * @param {number} waiting
 */
function showState(state, waiting) {
  const text = { saved: words.saved, saving: words.saving, waiting: words.waiting, 'signed-out': words.signed_out }[state];
  const tone = { saved: 'ok', saving: 'plain', waiting: 'wait', 'signed-out': 'bad' }[state];
  const place = byId('sync');
  place.className = `pill ${tone}`;
  place.dataset.state = state;
  place.textContent = text.replace('{count}', String(waiting));
  if (state === 'signed-out') {
    place.append(' ', Object.assign(document.createElement('a'), { href: data.sign_in_url, textContent: words.sign_in }));
  }
}

/**
 * @param {string} text
 * @param {'plain' | 'bad'} [tone]
 */
function say(text, tone = 'plain') {
  const place = byId('said');
  place.className = tone === 'bad' ? 'bad-text' : 'quiet';
  place.textContent = text;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const action = keyAction(event);
  if (!action) return;
  if (action.kind === 'undo' || action.kind === 'redo') goBack(action.kind);
  else if (action.kind === 'code') {
    const button = [...document.querySelectorAll('#codes [data-key]')].find((one) => {
      return /** @type {HTMLElement} */ (one).dataset.key?.toLocaleLowerCase() === action.key;
    });
    if (!(button instanceof HTMLElement)) return;
    codeSelection(button.dataset.code ?? '');
  } else if (action.kind === 'let-go') {
    document.getSelection()?.removeAllRanges();
    look(null);
  } else if (action.kind === 'remove') {
    const focused = document.activeElement?.closest('[data-segment]');
    const segment = focused instanceof HTMLElement ? model.segments.get(focused.dataset.segment ?? '') : undefined;
    if (!segment) return;
    removeSegment(segment);
  } else if (action.kind === 'look') {
    const speech = reader.current();
    if (!speech) return;
    const place = selectedPlace(speeches, document.getSelection());
    look(typeof place === 'object' ? place : speech);
    const first = byId('segments').querySelector('li[data-segment]');
    if (first instanceof HTMLElement) first.focus();
  } else if (!reader.move(action)) return;
  event.preventDefault();
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const lane = target.closest('.lane');
  if (lane instanceof HTMLElement) {
    const segment = model.segments.get(lane.dataset.segment ?? '');
    if (segment) look(segment, segment.id);
    return;
  }
  if (!document.getSelection()?.isCollapsed) return;
  const speech = speeches.find(({ element }) => element.contains(target));
  const point = speech?.pointAt(event.clientX, event.clientY);
  if (speech && point !== undefined && point !== null) {
    const place = { version: speech.version, start: point, end: point + 1 };
    look(model.of(speech.version, everyone).some((segment) => touches(segment, place)) ? place : null);
  }
}

/**
 * Let a selection stay in the text where it began, though the other one stands between its turns.
 *
 * @param {PointerEvent} event
 */
function onPointerDown(event) {
  const cell = /** @type {HTMLElement} */ (event.target).closest('.cell');
  if (cell) byId('text').dataset.selecting = cell.classList.contains('translation') ? 'translation' : 'original';
}

/** Fresh and unguessable; crypto.randomUUID is missing where a laptop serves a local network without TLS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * @param {string} id
 * @param {boolean} disabled
 */
function setDisabled(id, disabled) {
  const button = /** @type {HTMLButtonElement} */ (byId(id));
  button.disabled = disabled;
}

for (const stroke of queue.strokes) model.apply(stroke);
document.querySelector('.segments-part')?.removeAttribute('hidden');
for (const kind of /** @type {const} */ (['undo', 'redo'])) {
  byId(kind).closest('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    goBack(kind);
  });
}
document.getElementById('codes')?.addEventListener('pointerdown', (event) => event.preventDefault()); // the selection stays
document.getElementById('codes')?.addEventListener('click', (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest('[data-code]');
  if (button instanceof HTMLElement) codeSelection(button.dataset.code ?? '');
});
document.getElementById('others')?.addEventListener('change', (event) => {
  everyone = /** @type {HTMLInputElement} */ (event.target).checked;
  draw();
});
byId('show-all').addEventListener('click', () => look(null));
byId('text').addEventListener('click', onClick);
byId('text').addEventListener('pointerdown', onPointerDown);
document.addEventListener('keydown', onKey);
window.addEventListener('online', () => void queue.run());
draw();
void queue.run();
