/** One question: its words, pictures and sounds, its hint, its control, and beside it what is wrong with the answer. */

import { createMemo, createRenderEffect, untrack } from 'solid-js';
import { formPath } from '../engine/files.js';
import { isOfForm } from '../engine/obstacles.js';
import { hintAndGuidance } from '../engine/texts.js';
import { asksByHint, nameOf, wordsOf } from '../engine/wording.js';
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { idFor } from './context.js';
import { controlFor } from './controls/index.js';
import { markedAs } from './direction.js';
import { biggerButton, film, listenButton, picture } from './media.js';
import { passage } from './passage.js';

/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('../engine/types.js').AnyControlNode} AnyControlNode */

/**
 * @param {Asking} ctx
 * @param {AnyControlNode} node
 * @param {{level: 1 | 2}} options its rank among the headings of the screen
 */
export function questionView(ctx, node, { level }) {
  const path = formPath(node.currentState.reference);
  const label = () => node.currentState.label;
  const hint = () => hintAndGuidance(node.currentState.hint).hint;
  const words = h('div.question', { id: idFor(node, 'question'), role: 'heading', 'aria-level': level, tabindex: -1 });
  return h(
    'section.asked',
    { 'data-question': node.definition.qualifiedName.localName, 'data-question-id': node.nodeId, onfocusout: (/** @type {FocusEvent} */ event) => leave(ctx, node, event) },
    passage(words, ctx, () => wordsOf(node), () => nameOf(node)),
    h('div.media', null, picture(ctx, () => label()?.imageSource), biggerButton(ctx, () => label()?.imageSource), listenButton(ctx, () => label()?.audioSource, node.nodeId, () => path)),
    film(ctx, () => label()?.videoSource),
    passage(h('div.hint', { id: idFor(node, 'hint') }), ctx, () => (asksByHint(node) ? null : hint())),
    h('div.media', null, picture(ctx, () => hint()?.imageSource), listenButton(ctx, () => hint()?.audioSource, `${node.nodeId} hint`, () => `${path}?hint`)),
    guidanceView(ctx, node),
    requiredMark(node),
    controlFor(ctx, node),
    troubleView(ctx, node),
  );
}

/** What somebody in training or in doubt may read: folded, so that it does not stand in the way of the rest. @param {Asking} ctx @param {AnyControlNode} node */
function guidanceView(ctx, node) {
  const guidance = () => hintAndGuidance(node.currentState.hint).guidance;
  const words = passage(h('div.hint'), ctx, guidance);
  const fold = h('details.guidance', null, h('summary', null, t('More about this question')), words);
  createRenderEffect(() => {
    fold.hidden = guidance() === null;
  });
  return fold;
}

/**
 * Speak of what is wrong once the person has gone on from an answer. On the way to Next nothing is said: that button does,
 * once.
 *
 * @param {Asking} ctx @param {AnyControlNode} node @param {FocusEvent} event
 */
function leave(ctx, node, { relatedTarget }) {
  if (relatedTarget instanceof Element && relatedTarget.matches('.form-foot .go')) return;
  if (node.validationState.violation?.condition === 'constraint') ctx.troubles.see([node]);
}

/** @param {AnyControlNode} node */
function requiredMark(node) {
  const mark = h('p.needed', { id: idFor(node, 'needed') }, t('Needs an answer'));
  createRenderEffect(() => {
    mark.hidden = !node.currentState.required || node.currentState.readonly;
  });
  return mark;
}

/** @param {Asking} ctx @param {AnyControlNode} node */
function troubleView(ctx, node) {
  const place = h('div.trouble', { id: idFor(node, 'trouble'), tabindex: -1 });
  const violation = () => node.validationState.violation;
  const words = createMemo(() => ctx.troubles.shown(node));
  const turn = createMemo(() => ctx.troubles.turn(node)); // drawn anew, and so said, when there is news and not at every key
  createRenderEffect(() => {
    turn();
    const message = words();
    place.hidden = !message;
    const listen = listenButton(ctx, () => violation()?.message?.audioSource, `${node.nodeId} trouble`, () => `${formPath(node.currentState.reference)}!${violation()?.condition}`);
    replace(place, ...(message ? [icon('warn'), h('span.grow', { role: 'alert', ...(untrack(() => isOfForm(node, message)) ? markedAs(ctx.session.language) : {}) }, message), listen] : []));
  });
  return place;
}
