/** What stands between a record and its lock, each with its question and its message. */

import { t } from '../i18n.js';
import { questionsIn } from './pages.js';
import { calledInWords } from './wording.js';

/** @typedef {import('./types.js').Obstacle} Obstacle */
/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */
/** @typedef {'required' | 'constraint' | 'lost-file'} Reason */

/**
 * Answers that are missing or not accepted, where a person can answer at all.
 *
 * @param {import('./types.js').RootNode} root
 * @param {'required' | 'constraint'} condition
 * @returns {Obstacle[]}
 */
export function obstacles(root, condition) {
  return questionsIn(root)
    .filter((node) => node.validationState.violation?.condition === condition && answerable(node))
    .map((node) => obstacleAt(node, condition));
}

/**
 * Notes that a form calls required, as authors do to make somebody look again. Nobody can answer a note: to hold the
 * record back for it would lose the record, so it is shown at the review and does not stand in the way of the lock.
 *
 * @param {import('./types.js').RootNode} root
 * @returns {AnyControlNode[]}
 */
export function cautions(root) {
  return questionsIn(root).filter((node) => node.validationState.violation && !answerable(node));
}

/** @param {AnyControlNode} node */
export function answerable(node) {
  return node.nodeType !== 'note' && !node.currentState.readonly;
}

/** @param {AnyControlNode} node @param {Reason} reason @returns {Obstacle} */
export function obstacleAt(node, reason) {
  const message = obstacleMessage(node, reason);
  return { path: node.currentState.reference, nodeId: node.nodeId, label: calledInWords(node), message, ofForm: isOfForm(node, message) };
}

/** Whether a message is the form's own, in the form's language. @param {AnyControlNode} node @param {string} message */
export function isOfForm(node, message) {
  return message !== '' && node.validationState.violation?.message?.asString === message;
}

/**
 * The form's own words where it has some, ours where it has none.
 *
 * @param {AnyControlNode} node
 * @param {Reason} reason
 */
export function obstacleMessage(node, reason) {
  if (reason === 'lost-file') return t('The file that was here is no longer on this tablet. Please add it again.');
  const own = node.validationState.violation?.message?.asString;
  if (own) return own;
  return reason === 'required' ? t('This question needs an answer.') : t('This answer does not fit the question. Please look again.');
}
