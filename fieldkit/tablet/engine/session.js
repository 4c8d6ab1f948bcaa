/** One form being filled in. */

import { createMemo, createRoot, createEffect, untrack } from 'solid-js';
import { auditing } from './auditing.js';
import { backgroundFile } from './background.js';
import { isBrief } from './brief.js';
import { filesNamed, lostFiles } from './files.js';
import { mendAfter } from './instance-xml.js';
import { mediaName } from './media.js';
import { obstacleAt, obstacles } from './obstacles.js';
import { pagesOf, questionsIn } from './pages.js';
import { UnfinishedError } from './types.js';

/** @typedef {import('./types.js').FormSession} FormSession */
/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('./types.js').KeptInstance} KeptInstance */

/**
 * @param {object} given
 * @param {{root: import('./types.js').RootNode, mode: string}} given.instance
 * @param {import('./types.js').FormDefinition} given.definition
 * @param {ReturnType<typeof import('./asked.js').askedBy>} given.asked
 * @param {ReadonlyMap<string, string>} given.bigger address of a picture of the form → address of a larger one
 * @param {string} given.user
 * @param {() => Date} given.now
 * @param {Map<string, Blob>} given.files what came with the draft or the record, under NFC names
 * @param {string} given.auditName name of the audit log in `files`, if it has one
 * @param {string} given.recordingName name of the recording of the conversation in `files`, if it has one
 * @param {string} given.deprecatedId what a restored draft replaces, if it is a draft of an edit
 * @param {ReturnType<typeof import('./names.js').fileNamer>} given.namer
 * @param {() => void} given.ended to be told when nobody fills in the form any more
 * @returns {FormSession}
 */
export function startSession({ instance, definition, asked, bigger, user, now, files, auditName, recordingName, deprecatedId, namer, ended }) {
  const { root } = instance;
  const { languages } = definition;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const changed = () => listeners.forEach((listener) => listener());
  const { pages, dispose } = createRoot((end) => {
    watchAnswers(root, changed);
    return { pages: createMemo(() => withoutBrief(pagesOf(root), definition)), dispose: end };
  });
  const audit = auditing({ root, pages, asked, user, now, files, auditName, namer, created: instance.mode === 'create' });
  const recorded = backgroundFile({ wish: asked.recording, files, name: recordingName, namer, changed });

  /** @param {string} xml @param {string} closing @returns {Promise<KeptInstance>} */
  async function kept(xml, closing) {
    const named = filesNamed(root, files);
    const values = new Map([...(await audit.sign(named, closing)), ...recorded.sign(named)]);
    return { xml: mendAfter(xml, { values, deprecatedId }), files: named };
  }

  return {
    instanceId: instanceIdOf(root),
    title: definition.title,
    root,
    languages,
    notices: asked.notices,
    get language() {
      const active = root.currentState.activeLanguage;
      if (active.isSyntheticDefault) return languages[0] ?? null;
      return languages.find(({ name }) => name === active.language) ?? { name: active.language, code: active.locale?.language ?? '' };
    },
    setLanguage(wish) {
      const name = languages.find((each) => each.name === wish || each.code === wish)?.name;
      const wanted = root.languages.find((each) => each.language === name);
      if (wanted && !wanted.isSyntheticDefault) root.setLanguage(wanted);
    },
    pages,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    visit: audit.visit,
    async media(url) {
      const name = mediaName(definition, url);
      return name ? definition.fetchMedia(name) : null;
    },
    bigger(url) {
      const href = bigger.get(url.href);
      return href ? { href } : null;
    },
    spoken(target) {
      return definition.spoken?.(target, this.language?.code ?? '') ?? null;
    },
    quality: (path) => asked.qualities.get(path) ?? '',
    background: recorded.background,
    draft: () => kept(untrack(() => root.instanceState.instanceXML), 'form exit'),
    missing: () => [...obstacles(root, 'required'), ...lostFiles(root, files).map((node) => obstacleAt(node, 'lost-file'))],
    violations: () => obstacles(root, 'constraint'),
    async finish() {
      const inTheWay = [...this.missing(), ...this.violations()];
      if (inTheWay.length > 0) throw new UnfinishedError(inTheWay);
      const payload = await root.prepareInstancePayload({ payloadType: 'monolithic' });
      const xml = await payload.data[0].get('xml_submission_file').text();
      return { ...(await kept(xml, 'form finalize')), instanceId: instanceIdOf(root) };
    },
    dispose() {
      listeners.clear();
      audit.stop();
      ended();
      dispose();
    },
  };
}

/**
 * What was said before a visit is not said again when it is written down.
 *
 * @param {import('./types.js').Page[]} pages
 * @param {import('./types.js').FormDefinition} definition
 */
function withoutBrief(pages, { instrument }) {
  return instrument === 'service-contact' ? pages.filter(({ node }) => !isBrief(node)) : pages;
}

/**
 * Call back after every change of an answer, but not at the start.
 *
 * @param {import('./types.js').RootNode} root
 * @param {() => void} changed
 */
function watchAnswers(root, changed) {
  createEffect((/** @type {boolean} */ started) => {
    for (const node of questionsIn(root)) {
      void node.currentState.instanceValue;
      if (node.nodeType === 'upload') void node.currentState.value; // another file may come under the same name
    }
    if (started) untrack(changed);
    return true;
  }, false);
}

/** @param {import('./types.js').RootNode} root */
function instanceIdOf(root) {
  const meta = root.currentState.children.find((child) => nameOf(child) === 'meta');
  const children = /** @type {readonly AnyNode[]} */ (meta?.currentState.children ?? []);
  const leaf = children.find((child) => nameOf(child) === 'instanceID');
  return leaf && 'instanceValue' in leaf.currentState ? leaf.currentState.instanceValue : '';
}

/** What the form calls a question; empty when there is none of this id. @param {import('./types.js').RootNode} root @param {string} nodeId */
export function questionName(root, nodeId) {
  const node = questionsIn(root).find((each) => each.nodeId === nodeId);
  return node ? nameOf(node) : '';
}

/** @param {AnyNode} node */
function nameOf(node) {
  return node.definition.qualifiedName.localName;
}
