/** What stands between a record and its lock, each with its question and its message. */

import { t } from '../i18n.js';
import { questionsIn } from './pages.js';

/** @typedef {import('./types.js').Obstacle} Obstacle */
/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */
/** @typedef {'required' | 'constraint' | 'lost-file'} Reason */

/**
 * @param {import('./types.js').RootNode} root
 * @param {'required' | 'constraint'} condition
 * @returns {Obstacle[]}
 */
export function obstacles(root, condition) {
  return questionsIn(root)
    .filter((node) => node.validationState.violation?.condition === condition)
    .map((node) => obstacleAt(node, condition));
}

/** @param {AnyControlNode} node @param {Reason} reason @returns {Obstacle} */
export function obstacleAt(node, reason) {
  const { reference, label } = node.currentState;
  return { path: reference, nodeId: node.nodeId, label: label?.asString ?? '', message: obstacleMessage(node, reason) };
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
