/** Opens a form: its engine, its draft, its lock; keeps it at every change; seals it when it is ready. */
import { h, replace } from '../dom.js';
import { language, t } from '../i18n.js';
import { notSpokenYet, speakFromNow } from '../app/languages.js';
import { callForHelp } from '../app/alerts.js';
import { jotted, jotting } from '../app/jotting.js';
import { takeDraft } from '../app/locks.js';
import { hide } from '../app/locking.js';
import { go } from '../app/routes.js';
import { storageTrouble, talk } from '../app/sender.js';
import { sealForProject } from '../app/seal.js';
import { refresh, state, update } from '../app/state.js';
import { noteFormOpen } from '../app/updates.js';
import { wordsFor } from '../app/words.js';
import { interrupt } from '../form/interruptions.js';
import { titleIn } from '../form/titles.js';
import { currentPerson, holdAwake, isOpen } from '../lock/keyring.js';
import { alertOf, dropDraft, loadDraft, replaceByEnvelope } from '../storage/drafts.js';
import { loadDefinition } from '../storage/forms.js';
import { keepJotted } from '../storage/jotted.js';
import { recordingsOf } from '../storage/recordings.js';
import { dropVisit, loadVisit } from '../storage/visits.js';
import { presetOf } from '../visits/clock.js';
import { loadEngine } from './engine.js';
import { footer, topBar } from './frame.js';
import { keeping } from './keeping.js';
import { button, heading, homeLink, note } from './parts.js';
import { throwAway } from './practice.js';

/**
 * @typedef {import('../engine/types.js').FormDefinition} FormDefinition
 * @typedef {import('../engine/types.js').KeptInstance} KeptInstance
 * @typedef {import('../engine/types.js').FinishedInstance} FinishedInstance
 * @typedef {import('../storage/drafts.js').About & {place: string}} About
 * @typedef {() => Promise<void>} Close closes the form; what was not kept yet is kept first
 */

/**
 * Begin a form that nothing was answered in yet.
 * @param {HTMLElement} place
 * @param {string} key of the form version
 * @returns {Promise<Close>}
 */
export async function startForm(place, key) {
  void loadEngine().catch(() => {}); // begins while the form is read; a failure is met where it is needed
  const definition = await loadDefinition(key);
  if (!definition) return tell(place, t('This form is no longer on the tablet'));
  return open(place, definition, begunNow(key, definition), {});
}

/**
 * Write down a visit whose clock is over: its times stand in the form already.
 * @param {HTMLElement} place
 * @param {string} id of the visit
 * @returns {Promise<Close>}
 */
export async function writeDown(place, id) {
  void loadEngine().catch(() => {});
  const visit = await loadVisit(id);
  if (!visit) return goHome();
  const definition = await loadDefinition(visit.form);
  if (!definition) return tell(place, t('This form is no longer on the tablet'));
  return open(place, definition, begunNow(visit.form, definition), { visit });
}

/** @param {string} form key of its version @param {FormDefinition} definition */
function begunNow(form, definition) {
  return { form, title: titleIn(definition, language().code), startedAt: new Date().toISOString(), place: '' };
}

/**
 * Go on with a draft, in the version of the form that it was begun with: at the question that was on the screen; with a
 * record that came back, at its answers, where each is one tap away.
 * @param {HTMLElement} place
 * @param {string} id of the draft
 * @param {boolean} returning nobody asked for it just now: a draft that is gone needs no words
 * @returns {Promise<Close>}
 */
export async function continueDraft(place, id, returning) {
  void loadEngine().catch(() => {});
  const found = await loadDraft(id);
  if (!found && returning) return goHome();
  if (!found) return tell(place, t('This is no longer on the tablet'));
  const { form, corrects, title, startedAt } = found.draft;
  const definition = await loadDefinition(form);
  if (!definition) return tell(place, t('The form of this one is no longer on the tablet. What you wrote is kept.'));
  return open(place, definition, { id, form, corrects, title, startedAt, place: found.place || (corrects ? 'review' : '') }, { kept: found.kept });
}

/** Whoever comes back to somebody else's draft, or to one that is gone, begins at the list. @returns {Close} */
function goHome() {
  go('todo');
  return async () => {};
}

/**
 * @param {HTMLElement} place
 * @param {FormDefinition} definition
 * @param {Omit<About, 'id'> & {id?: string}} begun
 * @param {{kept?: KeptInstance, visit?: import('../visits/clock.js').Visit}} known what was answered before, or what a clock knows
 * @returns {Promise<Close>}
 */
async function open(place, definition, begun, { kept, visit }) {
  const beganAt = location.hash;
  const who = currentPerson()?.id;
  replace(place, topBar(), h('main', null, h('p', { role: 'status' }, t('Opening …'))), footer());
  const { session, openFormScreen } = await openEngine(definition, kept, visit);
  const about = { ...begun, id: begun.id ?? session.instanceId };
  const release = await takeDraft(about.id);
  const stays = isOpen() && currentPerson()?.id === who; // else it is not for whoever came meanwhile
  if (!release || !stays) {
    session.dispose();
    await release?.();
    return stays ? tell(place, t('This is open in another window'), t('Close it there first, so that nothing is written twice.')) : async () => {};
  }
  noteFormOpen(true);
  const keeper = keeping(session, about, { begun: Boolean(kept), beganAt });
  if (visit) {
    await keeper.keep(await session.draft());
    await dropVisit(visit.id); // only now that its times stand in a draft
  }
  const screen = openFormScreen(place, {
    session,
    spoken: { languages: state.settings.languages, speak: speakFromNow, failed: notSpokenYet },
    recording: { keeper: recordingsOf(about.id), holdAwake },
    ...helpFor(about, definition),
    sentBackFor: state.returned.find(({ instanceId }) => instanceId === about.corrects)?.reason,
    alertJotting: jottingOf(about.id, keeper.begin),
    hide,
    at: about.place,
    onPlace: keeper.moved,
    onDraft: keeper.keep,
    onReady: async (record) => {
      await keeper.rest();
      await seal(about, definition, record);
      keeper.forget();
    },
    onLeave: async (choice) => {
      if (!choice.keep) keeper.forget();
      await keeper.rest();
      await leave(about, choice);
    },
  });
  return async () => {
    await interrupt('stop'); // what is being recorded becomes an answer first
    screen.close();
    try {
      await keeper.finish();
    } finally {
      session.dispose();
      await release();
      noteFormOpen(false);
    }
    await refresh();
  };
}

/** What stands beside the questions: whom to call, what is offered. @param {About} about @param {FormDefinition} definition */
function helpFor({ id }, { instrument, practice }) {
  const { safety, safeguarding, offers } = state.enrolment ?? {};
  /** @param {import('../form/danger.js').Alert} alert */
  const onAlert = async (alert) => (practice ? keepJotted(alertOf(id), null) : callForHelp(id, alert, new Date()));
  return { safety, safeguarding, offers, instrument, practice, onAlert };
}

/** The words of an alert lie beside the draft, so there must be one. @param {string} id @param {() => Promise<void>} begin */
function jottingOf(id, begin) {
  const keep = jotting(alertOf(id));
  return {
    load: () => jotted(alertOf(id)),
    /** @param {import('../form/danger.js').Alert} alert */
    async keep(alert) {
      await begin();
      await keep(alert.words || alert.now ? alert : null);
    },
  };
}

/** @param {FormDefinition} definition @param {KeptInstance} [restore] @param {import('../visits/clock.js').Visit} [visit] */
async function openEngine(definition, restore, visit) {
  const [{ openSession }, { openFormScreen }] = await loadEngine();
  const device = state.enrolment?.device;
  const identity = { deviceId: device?.id ?? '', username: currentPerson()?.name ?? '' };
  const preset = visit ? presetOf(visit, definition.roles ?? {}) : undefined;
  return { session: await openSession({ definition, identity, restore, language: document.documentElement.lang, preset }), openFormScreen };
}

/** @param {About} about @param {FormDefinition} definition @param {FinishedInstance} record */
async function seal(about, definition, record) {
  if (definition.practice) return throwAway(about.id);
  const plain = { instanceId: record.instanceId, formId: definition.formId, formVersion: definition.version, xml: record.xml, files: record.files };
  const { waiting, parts } = await sealForProject(plain, { title: about.title, startedAt: about.startedAt, ...(about.corrects && { corrects: about.corrects }) });
  await replaceByEnvelope(about.id, waiting, parts);
  update({ notice: { tone: 'ok', words: t('Locked. It is ready to send.') } });
  await refresh();
  if (definition.instrument === 'interview') go('debrief', record.instanceId);
  else go('ready');
  void talk();
}

/** @param {About} about @param {{keep: boolean}} choice */
async function leave(about, { keep: kept }) {
  if (!kept) await dropDraft(about.id);
  await refresh();
  go(kept ? 'unfinished' : 'todo');
}

/**
 * @param {HTMLElement} place @param {string} what @param {string} [todo]
 * @returns {Close}
 */
function tell(place, what, todo) {
  replace(place, topBar(), h('main', null, heading(what), todo ? h('p', null, todo) : null, homeLink()), footer());
  return async () => {};
}

/**
 * Says why a form could not be opened. What was written stays in Not finished.
 * @param {HTMLElement} place
 * @param {unknown} error
 */
export function sayNotOpened(place, error) {
  const detail = error instanceof Error ? error.message : String(error);
  const storage = error instanceof DOMException;
  const words = storage
    ? wordsFor(storageTrouble(error))
    : { what: t('This form cannot be opened.'), todo: t('What you wrote is kept in Not finished. Show this to your coordinator.') };
  replace(
    place,
    topBar(),
    h('main', null, heading(t('Something is in the way')), note('bad', 'warn', words, h('p.quiet', { dir: 'auto' }, detail)), h('p', null, button('reload', t('Try again'), () => location.reload())), homeLink()),
    footer(),
  );
}
