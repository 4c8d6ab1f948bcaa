/** What a question is called: its own words, those of its hint where it has no others, its name in the form as a last resort. */

import { hintAndGuidance } from './texts.js';

/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */

/**
 * @param {AnyControlNode} node
 * @returns {import('@getodk/xforms-engine').TextRange<any> | null} null where the form gives it neither words nor a hint
 */
export function wordsOf(node) {
  const { label, hint } = node.currentState;
  return isWritten(label) ? label : ofHint(hint);
}

/** Whether the hint stands in the place of the question's words. @param {AnyControlNode} node */
export function asksByHint(node) {
  return !isWritten(node.currentState.label) && ofHint(node.currentState.hint) !== null;
}

/** Its name in the form, legibly: `leaflet_photo` is “leaflet photo”. @param {AnyControlNode} node */
export function nameOf(node) {
  return node.definition.qualifiedName.localName.replaceAll('_', ' ').trim();
}

/** @param {AnyControlNode} node @returns {string} never empty */
export function calledInWords(node) {
  return wordsOf(node)?.asString.trim() || nameOf(node);
}

/** @param {AnyControlNode['currentState']['hint']} range */
function ofHint(range) {
  const { hint } = hintAndGuidance(range);
  return isWritten(hint) ? hint : null;
}

/** @param {{asString: string} | null | undefined} range */
function isWritten(range) {
  return Boolean(range?.asString.trim());
}
