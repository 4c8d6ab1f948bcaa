/**
 * What every question on the screen shares.
 *
 * @typedef {object} Asking
 * @property {import('../engine/types.js').FormSession} session
 * @property {import('./sound.js').Player} player
 * @property {import('./recorder/recorders.js').Recorders} recorders
 * @property {() => Date} now
 * @property {Troubles} troubles
 * @property {(nodeId: string) => void} goTo open the screen of a question
 */

import { createSignal } from 'solid-js';
import { answerable, obstacleMessage } from '../engine/obstacles.js';

/** @typedef {import('../engine/types.js').AnyControlNode} AnyControlNode */
/** @typedef {ReturnType<typeof createTroubles>} Troubles */

/** Which messages stand on the screen: the form's own once a question was left, ours about what was just typed at once. */
export function createTroubles() {
  const [seen, setSeen] = createSignal(/** @type {ReadonlySet<string>} */ (new Set()));
  const [typed, setTyped] = createSignal(/** @type {ReadonlyMap<string, () => string>} */ (new Map()));

  return {
    /** From now on say what is wrong with these. @param {Iterable<string>} nodeIds */
    see(nodeIds) {
      setSeen((before) => new Set([...before, ...nodeIds]));
    },
    /** Something typed that cannot be kept as an answer; null when it is mended. @param {string} nodeId @param {(() => string) | null} message */
    hold(nodeId, message) {
      setTyped((before) => {
        const after = new Map(before);
        if (message) after.set(nodeId, message);
        else after.delete(nodeId);
        return after;
      });
    },
    /** What is wrong, whether or not it is shown yet. @param {AnyControlNode} node */
    of(node) {
      const own = typed().get(node.nodeId);
      if (own) return own();
      const violation = node.validationState.violation;
      return violation && answerable(node) ? obstacleMessage(node, violation.condition) : '';
    },
    /** What to show beside the question now. @param {AnyControlNode} node */
    shown(node) {
      return typed().has(node.nodeId) || seen().has(node.nodeId) ? this.of(node) : '';
    },
  };
}

/** The id of an element that belongs to a question. @param {{nodeId: string}} node @param {string} part */
export function idFor(node, part) {
  return `${part}-${node.nodeId.replace(/\W/g, '-')}`;
}
