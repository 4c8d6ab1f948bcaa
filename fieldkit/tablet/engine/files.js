/** Files that an answer holds: which the record names, which are lost, giving one and taking one away. */

import { endingOf } from './names.js';
import { questionsIn } from './pages.js';

/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('@getodk/xforms-engine').UploadNode} UploadNode */

/**
 * Every file that the XML names, from the engine where it was chosen now, else from what came with the record.
 *
 * After a restore the engine hands out only what was chosen since; the rest would be lost.
 *
 * @param {AnyNode} root
 * @param {Map<string, Blob>} files what came with the draft or the record
 * @returns {Map<string, Blob>}
 */
export function filesNamed(root, files) {
  /** @type {Map<string, Blob>} */
  const named = new Map();
  for (const node of uploads(root)) {
    const name = node.currentState.instanceValue;
    const file = node.currentState.value ?? files.get(name);
    if (name && file) named.set(name, file);
  }
  for (const name of modelFiles(root)) {
    const file = files.get(name);
    if (file) named.set(name, file);
  }
  return named;
}

/**
 * Questions whose file the record names and this tablet no longer has.
 *
 * @param {AnyNode} root
 * @param {Map<string, Blob>} files
 */
export function lostFiles(root, files) {
  return uploads(root).filter(({ currentState: { instanceValue, value } }) => instanceValue && !value && !files.has(instanceValue));
}

/**
 * Where a question stands in the form, whichever turn of a repeat it is asked in.
 *
 * @param {string} reference where it stands in the record, such as `/data/visit[2]/photo`
 */
export function formPath(reference) {
  return reference.replace(/\[\d+\]/g, '');
}

/**
 * Give a question a file. The name that the camera or a person gave goes no further than this.
 *
 * @param {UploadNode} node
 * @param {File} file
 */
export function giveFile(node, file) {
  node.setValue(new File([file], `file${endingOf(file)}`, { type: file.type }));
}

/**
 * Take a file away from its question.
 *
 * The engine falls back to the name with which the node was restored, so that the XML would go on naming a file that
 * was removed; it must forget where it was restored from.
 *
 * @param {UploadNode} node
 */
export function removeFile(node) {
  Reflect.set(node, 'instanceNode', null);
  node.setValue(null);
}

/** @param {AnyNode} root @returns {UploadNode[]} */
function uploads(root) {
  return questionsIn(root).filter((node) => node.nodeType === 'upload');
}

/**
 * Files that a record names in leaves without a question, such as a recording that another client made.
 *
 * @param {AnyNode} node
 * @returns {string[]} their names
 */
function modelFiles(node) {
  if (node.nodeType === 'model-value') {
    const name = node.currentState.instanceValue;
    return node.valueType === 'binary' && name && node.currentState.relevant ? [name] : [];
  }
  const children = /** @type {readonly AnyNode[] | null} */ (node.currentState.children);
  return children ? children.flatMap(modelFiles) : [];
}
