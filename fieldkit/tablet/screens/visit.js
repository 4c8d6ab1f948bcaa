/** A visit: what to know before, a clock that says nothing while one is inside, and the way out. */
import { h, icon, replace } from '../dom.js';
import { formatDate, formatTime, language, n, t } from '../i18n.js';
import { go } from '../app/routes.js';
import { refresh, state } from '../app/state.js';
import { safetyCall } from '../form/calls.js';
import { safetyView } from '../form/safety.js';
import { titleIn } from '../form/titles.js';
import { holdAwake } from '../lock/keyring.js';
import { loadDefinition } from '../storage/forms.js';
import { dropVisit, loadVisit, saveVisit } from '../storage/visits.js';
import { isOverdue, LENGTHS } from '../visits/clock.js';
import { loadEngine } from './engine.js';
import { button, heading, homeLink, item, link, list, name, note } from './parts.js';

/** @typedef {import('../dom.js').Child} Child */
/** @typedef {import('../visits/clock.js').Visit} Visit */

const SECOND_MS = 1000;

/**
 * Before the visit: what the form tells, how long it may take, in or not.
 * @param {string} key of the form version
 * @returns {Promise<Child[]>}
 */
export async function before(key) {
  const definition = await loadDefinition(key);
  if (!definition) return [heading(t('This form is no longer on the tablet')), homeLink()];
  const place = h('div', { 'aria-busy': 'true' });
  void drawBrief(place, definition);
  const lengths = lengthChoice();
  const begin = async () => {
    const id = crypto.randomUUID();
    await saveVisit({ id, form: key, title: titleIn(definition, language().code), startedAt: new Date().toISOString(), endedAt: null, minutes: lengths.chosen(), stopped: false });
    await refresh();
    go('visit', id);
  };
  return [
    heading(name(titleIn(definition, language().code))),
    place,
    safetyCall(state.enrolment?.safety),
    lengths.element,
    h('p', null, t('Inside, this tablet shows only a clock. Camera and microphone stay off.')),
    h('p.ways', null, button('check-in', t('Check in now'), () => void begin(), { picture: 'next' }), link('afterwards', t('I write it down afterwards'), 'start', key, { quiet: true })),
    homeLink(),
  ];
}

/** The words come from the form itself, so that they speak its languages. @param {HTMLElement} place @param {import('../engine/types.js').FormDefinition} definition */
async function drawBrief(place, definition) {
  try {
    const [{ openSession }, { openBrief }] = await loadEngine();
    const session = await openSession({ definition, identity: { deviceId: '', username: '' }, language: document.documentElement.lang });
    const { element, close } = openBrief(session);
    replace(place, element);
    close();
    session.dispose();
  } catch {
    replace(place, note('wait', 'warn', { what: t('What to know before the visit cannot be shown.'), todo: t('Ask your coordinator before you go.') }));
  }
  place.removeAttribute('aria-busy');
}

function lengthChoice() {
  const options = LENGTHS.map((minutes) => h('option', { value: minutes }, minutes ? n('%(num)s minute', '%(num)s minutes', minutes, { num: minutes }) : t('No agreed time')));
  const field = h('select', { id: 'length', 'aria-describedby': 'length-hint' }, ...options);
  const hint = h('p.hint', { id: 'length-hint' }, t('When the time is over the clock shows it, without a sound.'));
  return { element: h('div.field', null, h('label', { for: 'length' }, t('How long may it take?')), hint, field), chosen: () => Number(field.value) };
}

/**
 * One visit: the clock while inside, the way on when it is over.
 * @param {string} id
 * @returns {Promise<Child[]>}
 */
export async function visit(id) {
  const found = await loadVisit(id);
  if (!found) return [heading(t('This is no longer on the tablet')), homeLink()];
  return found.endedAt === null ? inside(found) : over(found);
}

/** The time of day and a button for the thumb. Nothing here names the study, sounds or moves. @param {Visit} visit */
function inside(visit) {
  const release = holdAwake();
  const time = h('p.clock');
  const late = h('p.late', { role: 'status' });
  const show = () => {
    const now = new Date();
    time.textContent = formatTime(now);
    const isLate = isOverdue(visit, now);
    // Only when it changes: whoever listens would hear it every second.
    if (isLate !== late.hasChildNodes()) replace(late, ...(isLate ? [icon('wait'), t('Time is up')] : []));
  };
  const ticking = setInterval(() => {
    if (time.isConnected) return show();
    clearInterval(ticking);
    release();
  }, SECOND_MS);
  show();
  const out = h('button.out', { id: 'check-out', type: 'button', onclick: () => void end(visit, {}) }, t('Done'));
  const stop = h('button.plain.stop', { id: 'stop', type: 'button', onclick: (/** @type {Event} */ event) => askToStop(event, visit) }, icon('stop'), t('Stop'));
  return [h('h1.seen-by-readers', { tabindex: '-1' }, t('Clock')), h('div.face', null, stop, time, h('p.quiet', null, formatDate(new Date(), 'day')), late, out)];
}

/** @param {Event} event @param {Visit} visit */
function askToStop(event, visit) {
  const face = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget).closest('.face'));
  const shown = [...face.childNodes];
  const title = /** @type {HTMLElement} */ (face.previousElementSibling);
  title.hidden = true; // for whoever listens too, the screen is another one
  /** @param {{keep: boolean}} choice */
  const leave = ({ keep }) => void (keep ? end(visit, { stopped: true }) : drop(visit));
  const stay = () => {
    replace(face, ...shown);
    title.hidden = false;
    document.getElementById('stop')?.focus();
  };
  const words = { keep: t('Stop the visit'), remove: t('Stop and delete this visit'), stay: t('Back to the clock') };
  replace(face, safetyView({ safety: state.enrolment?.safety, leave, stay, words }));
  face.querySelector('h1')?.focus();
}

/** @param {Visit} visit @param {Partial<Visit>} more */
async function end(visit, more) {
  await saveVisit({ ...visit, ...more, endedAt: new Date().toISOString() });
  await refresh();
  go('visit', visit.id);
}

/** @param {Visit} visit */
async function drop(visit) {
  await dropVisit(visit.id);
  await refresh();
  go('todo');
}

/** @param {Visit} visit @returns {Child[]} */
function over(visit) {
  const back = async () => {
    await saveVisit({ ...visit, endedAt: null, stopped: false });
    await refresh();
    go('visit', visit.id);
  };
  return [
    heading(visit.stopped ? t('You did right to stop') : t('You are out')),
    h('p.row', null, name(visit.title), spanOf(visit)),
    visit.stopped && h('p', null, t('Get to a safe place first. The rest can wait.')),
    safetyCall(state.enrolment?.safety),
    h(
      'p.ways',
      null,
      link('write', t('Write it down now'), 'write', visit.id, { picture: 'pen' }),
      link('later', t('Later'), 'todo', undefined, { quiet: true }),
      visit.stopped ? null : button('back-inside', t('It is not over: back to the clock'), () => void back(), { quiet: true }),
    ),
  ];
}

/** From when to when, each to itself in any direction. @param {Visit} visit */
function spanOf({ startedAt, endedAt }) {
  return h('span.from-to', null, h('bdi', null, formatTime(startedAt)), ' – ', h('bdi', null, endedAt ? formatTime(endedAt) : ''));
}

/** Visits that are over and not written down yet, above the forms. @param {readonly Visit[]} visits */
export function visitsToWrite(visits) {
  const rest = visits.filter((each) => each.endedAt !== null);
  if (rest.length === 0) return null;
  const rows = rest.map((each, at) => {
    const id = `visit-${at}`;
    const when = h('span', null, h('bdi', null, formatDate(each.startedAt, 'day')), ' · ', spanOf(each));
    return item({ id, title: each.title, picture: 'pen', tone: 'now', lines: [when], actions: [link(`write-${at}`, t('Write it down'), 'write', each.id, { picture: 'next', about: id })] });
  });
  return list(rows);
}
