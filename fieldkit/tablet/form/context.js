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
  const [seen, setSeen] = createSignal(/** @type {ReadonlyMap<string, number>} */ (new Map()));
  const [typed, setTyped] = createSignal(/** @type {ReadonlyMap<string, () => string>} */ (new Map()));

  /** What was said last of each question: the answer, and what is wrong with it. @type {Map<string, string>} */
  const said = new Map();

  return {
    /**
     * From now on show what is wrong with these, and say it: once of one answer, however often somebody comes by.
     *
     * @param {readonly AnyControlNode[]} nodes
     * @returns {AnyControlNode[]} those of which there is news
     */
    see(nodes) {
      const news = nodes.filter((node) => said.get(node.nodeId) !== this.account(node));
      for (const node of news) said.set(node.nodeId, this.account(node));
      setSeen((before) => new Map([...before, ...news.map(({ nodeId }) => /** @type {const} */ ([nodeId, (before.get(nodeId) ?? 0) + 1]))]));
      return news;
    },
    /** How often something about this question was news. @param {AnyControlNode} node */
    turn(node) {
      return seen().get(node.nodeId) ?? 0;
    },
    /** @param {AnyControlNode} node */
    account(node) {
      return JSON.stringify([node.currentState.instanceValue, this.of(node)]);
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
