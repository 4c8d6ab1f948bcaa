/** Entry of the page on which the tests fill in forms: the real adapter and screen, with a map of bytes as the tablet's store. */
import { openSession } from '../../../fieldkit/tablet/engine/adapter.js';
import { giveFile, removeFile } from '../../../fieldkit/tablet/engine/files.js';
import { openFormScreen } from '../../../fieldkit/tablet/form/screen.js';
import { usePack } from '../../../fieldkit/tablet/i18n.js';
import * as checks from './checks.js';

/** @typedef {{title?: string, xform: string, version?: string, media?: Record<string, {base64: string, type: string}>, spoken?: Record<string, {base64: string, type: string}>, languages?: {name: string, code: string}[], instrument?: string, roles?: Record<string, string>, practice?: boolean}} Given */
/** @typedef {{xml: string, files: Record<string, {base64: string, type: string}>}} Packed */

/** @param {{base64: string, type: string}} packed */
function unpack({ base64, type }) {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type });
}

/** @param {Blob} blob */
async function pack(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')), type: blob.type };
}

/** @param {{xml: string, files: Map<string, Blob>}} kept @returns {Promise<Packed>} */
async function packKept({ xml, files }) {
  const entries = await Promise.all(Array.from(files, async ([name, blob]) => /** @type {const} */ ([name, await pack(blob)])));
  return { xml, files: Object.fromEntries(entries) };
}

/** @param {Packed | undefined} packed */
function unpackKept(packed) {
  if (!packed) return undefined;
  return { xml: packed.xml, files: new Map(Object.entries(packed.files).map(([name, file]) => [name, unpack(file)])) };
}

/** @param {Given} given @returns {import('../../../fieldkit/tablet/engine/types.js').FormDefinition} */
function definition(given) {
  const media = given.media ?? {};
  return {
    formId: 'under-test',
    version: given.version ?? '1',
    title: given.title ?? 'A form',
    xform: given.xform,
    mediaNames: Object.keys(media),
    fetchMedia: async (name) => unpack(media[name]),
    spoken(target, language) {
      const read = given.spoken?.[`${language} ${target}`];
      return read ? async () => unpack(read) : null;
    },
    languages: given.languages ?? [],
    instrument: given.instrument,
    roles: given.roles,
    practice: given.practice,
  };
}

const harness = {
  /** @type {import('../../../fieldkit/tablet/engine/types.js').FormSession | undefined} */
  session: undefined,
  /** @type {{xml: string, files: Map<string, Blob>}[]} */
  drafts: [],
  /** @type {{xml: string, files: Map<string, Blob>, instanceId: string} | undefined} */
  ready: undefined,
  /** @type {{close(): void} | undefined} */
  screen: undefined,
  /** When the engine had the form ready, before anything was drawn: milliseconds since navigation. */
  engineReady: 0,
  /** @type {import('../../../fieldkit/tablet/form/danger.js').Alert[]} */
  alerts: [],
  /** So many drafts are not taken, as by a full disk. */
  refuseDrafts: 0,
  /** So many records cannot be locked. */
  refuseRecords: 0,
  checks,
  usePack,

  /** @param {{form: Given, restore?: Packed, edit?: Packed, language?: string, draw?: boolean, preset?: Record<string, string>, mode?: Partial<import('../../../fieldkit/tablet/form/screen.js').ScreenOptions>}} options */
  async open({ form, restore, edit, language, draw = true, preset = {}, mode }) {
    harness.close();
    const identity = { deviceId: 'device-1', username: 'Amal' };
    harness.session = await openSession({ definition: definition(form), identity, restore: unpackKept(restore), edit: unpackKept(edit), language, preset: new Map(Object.entries(preset)) });
    harness.session.pages();
    harness.engineReady = performance.now();
    if (draw) {
      harness.screen = openFormScreen(/** @type {HTMLElement} */ (document.querySelector('#app')), {
        session: harness.session,
        instrument: form.instrument,
        practice: form.practice,
        ...mode,
        onAlert: async (alert) => void harness.alerts.push(alert),
        onDraft: async (draft) => {
          if (harness.refuseDrafts-- > 0) throw new Error('the store refused');
          harness.drafts.push(draft);
        },
        onReady: async (record) => {
          if (harness.refuseRecords-- > 0) throw new Error('the store refused');
          harness.ready = record;
          document.documentElement.dataset.ready = 'yes';
        },
        onLeave: ({ keep }) => void (document.documentElement.dataset.left = keep ? 'kept' : 'dropped'),
      });
    }
    return harness.session.instanceId;
  },
  close() {
    delete document.documentElement.dataset.ready;
    harness.screen?.close();
    harness.session?.dispose();
    Object.assign(harness, { screen: undefined, session: undefined, ready: undefined, drafts: [] });
  },
  /** Set one answer as the engine takes it. @param {string} path @param {unknown} value */
  set(path, value) {
    const node = /** @type {any} */ (find(/** @type {any} */ (harness.session?.root), path));
    if (node.nodeType === 'select') node.selectValues(value);
    else if (node.nodeType === 'rank') node.setValues(value);
    else if (node.nodeType === 'upload') value === null ? removeFile(node) : giveFile(node, /** @type {File} */ (value));
    else node.setValue(value);
  },
  /** @param {string} path @param {{base64: string, type: string, name: string}} file */
  attach(path, file) {
    harness.set(path, new File([unpack(file)], file.name, { type: file.type }));
  },
  /** @param {string} path */
  addInstance(path) {
    /** @type {any} */ (find(/** @type {any} */ (harness.session?.root), path)).addInstances();
  },
  async draft() {
    return packKept(await /** @type {any} */ (harness.session).draft());
  },
  async finish() {
    return packKept(await /** @type {any} */ (harness.session).finish());
  },
  async lastDraft() {
    const last = harness.drafts.at(-1);
    return last ? packKept(last) : null;
  },
  async submission() {
    return harness.ready ? { ...(await packKept(harness.ready)), instanceId: harness.ready.instanceId } : null;
  },
};

/** @param {any} node @param {string} path @returns {any} */
function find(node, path) {
  if (node.currentState.reference === path && node.nodeType !== 'repeat-instance') return node;
  for (const child of node.currentState.children ?? []) {
    const found = find(child, path);
    if (found) return found;
  }
  return undefined;
}

Object.assign(window, { harness });
await Promise.resolve();
document.documentElement.dataset.started = 'yes';
