/** One form being filled in. */

import { createMemo, createRoot, createEffect, untrack } from 'solid-js';
import { AUDIT_FILE, auditLog } from './audit.js';
import { writeAfter } from './instance-xml.js';
import { mediaName } from './media.js';
import { obstacleAt, obstacles } from './obstacles.js';
import { pagesOf, questionsIn } from './pages.js';
import { UnfinishedError } from './types.js';

/** @typedef {import('./types.js').FormSession} FormSession */
/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('./types.js').KeptInstance} KeptInstance */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/**
 * @param {object} given
 * @param {{root: import('./types.js').RootNode, mode: string}} given.instance
 * @param {import('./types.js').FormDefinition} given.definition
 * @param {ReturnType<typeof import('./asked.js').askedBy>} given.asked
 * @param {string} given.user
 * @param {() => Date} given.now
 * @param {Map<string, Blob>} given.files what came with the draft or the record, under NFC names
 * @param {string} given.auditName name of the audit log in `files`, if it has one
 * @param {ReturnType<typeof import('./names.js').fileNamer>} given.namer
 * @returns {FormSession}
 */
export function startSession({ instance, definition, asked, user, now, files, auditName, namer }) {
  const { root } = instance;
  const { languages } = definition;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const { pages, dispose } = createRoot((end) => {
    watchAnswers(root, () => listeners.forEach((listener) => listener()));
    return { pages: createMemo(() => pagesOf(root)), dispose: end };
  });
  const audit = openAudit();

  async function openAudit() {
    if (!asked.audit) return null;
    const earlier = await files.get(auditName)?.text();
    const log = auditLog({ wish: asked.audit, user, now, earlier });
    log.note(instance.mode === 'create' ? 'form start' : 'form resume');
    return { log, path: asked.audit.path, name: auditName || namer({ basename: AUDIT_FILE.slice(0, -4), extension: '.csv' }) };
  }

  /** @param {string} xml @param {string} closing @returns {Promise<KeptInstance>} */
  async function kept(xml, closing) {
    const named = filesNamed(root, files);
    const written = await audit;
    if (!written) return { xml, files: named };
    named.set(written.name, written.log.file(closing));
    return { xml: writeAfter(xml, new Map([[written.path, written.name]])), files: named };
  }

  /** @type {AnyNode | null} */
  let visited = null;

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
    visit(nodeId) {
      const next = nodeId ? questionsIn(root).find((node) => node.nodeId === nodeId) : undefined;
      const last = visited;
      visited = next ?? null;
      audit.then((written) => {
        if (last) written?.log.leave(answerOf(last));
        if (next) written?.log.enter(next.currentState.reference, answerOf(next));
      });
    },
    async media(url) {
      const name = mediaName(definition, url);
      return name ? definition.fetchMedia(name) : null;
    },
    draft: () => kept(untrack(() => root.instanceState.instanceXML), 'form exit'),
    missing: () => [...obstacles(root, 'required'), ...lostFiles(root, files)],
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
      dispose();
    },
  };
}

/**
 * Call back after every change of an answer, but not at the start.
 *
 * @param {import('./types.js').RootNode} root
 * @param {() => void} changed
 */
function watchAnswers(root, changed) {
  createEffect((/** @type {boolean} */ started) => {
    for (const node of questionsIn(root)) void node.currentState.instanceValue;
    if (started) untrack(changed);
    return true;
  }, false);
}

/**
 * Every file that the XML names, from the engine where it was chosen now, else from what came with the record.
 *
 * @param {AnyNode} root
 * @param {Map<string, Blob>} files
 * @returns {Map<string, Blob>}
 */
function filesNamed(root, files) {
  /** @type {Map<string, Blob>} */
  const named = new Map();
  for (const node of uploads(root)) {
    const name = node.currentState.instanceValue;
    const file = node.currentState.value ?? files.get(name);
    if (name && file) named.set(name, file);
  }
  for (const { name } of modelFiles(root)) {
    const file = files.get(name);
    if (file) named.set(name, file);
  }
  return named;
}

/** @param {AnyNode} root @param {Map<string, Blob>} files */
function lostFiles(root, files) {
  return uploads(root)
    .filter((node) => node.currentState.instanceValue && !node.currentState.value && !files.has(node.currentState.instanceValue))
    .map((node) => obstacleAt(node, 'lost-file'));
}

/** @param {AnyNode} root @returns {UploadNode[]} */
function uploads(root) {
  return questionsIn(root).filter((node) => node.nodeType === 'upload');
}

/** Files that a form names in leaves without a question, such as a recording that another client made. @param {AnyNode} node @returns {{name: string}[]} */
function modelFiles(node) {
  if (node.nodeType === 'model-value') {
    const name = node.currentState.instanceValue.normalize('NFC');
    return node.valueType === 'binary' && name ? [{ name }] : [];
  }
  const children = /** @type {readonly AnyNode[] | null} */ (node.currentState.children);
  return children ? children.flatMap(modelFiles) : [];
}

/** @param {import('./types.js').RootNode} root */
function instanceIdOf(root) {
  const meta = root.currentState.children.find((child) => nameOf(child) === 'meta');
  const children = /** @type {readonly AnyNode[]} */ (meta?.currentState.children ?? []);
  const leaf = children.find((child) => nameOf(child) === 'instanceID');
  return leaf && 'instanceValue' in leaf.currentState ? leaf.currentState.instanceValue : '';
}

/** @param {AnyNode} node */
function nameOf(node) {
  return node.definition.qualifiedName.localName;
}

/** @param {AnyNode} node */
function answerOf(node) {
  return 'instanceValue' in node.currentState ? node.currentState.instanceValue : '';
}
