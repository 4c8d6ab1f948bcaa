/** Every answer before the lock: what is missing first, each one tap away. */

import { h, icon } from '../dom.js';
import { n, t } from '../i18n.js';
import { cautions } from '../engine/obstacles.js';
import { questionsIn } from '../engine/pages.js';
import { nameOf, wordsOf } from '../engine/wording.js';
import { answerText } from './answer.js';
import { markedAs } from './direction.js';
import { passage } from './passage.js';

/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('../engine/types.js').AnyControlNode} AnyControlNode */
/** @typedef {import('../engine/types.js').Obstacle} Obstacle */

/**
 * @param {Asking} ctx
 * @param {string} [sentBackFor] what a reviewer wrote who sent the record back
 */
export function reviewView(ctx, sentBackFor) {
  const { session } = ctx;
  const obstacles = [...session.missing(), ...session.violations()];
  const asked = questionsIn(session.root).filter((node) => node.nodeType !== 'note' && !(node.nodeType === 'select' && node.appearances.label));
  return h(
    'article.page.review',
    null,
    h('h1.question', { tabindex: -1 }, t('Check before you lock it')),
    verdict(obstacles.length),
    obstacles.length ? h('ul.plain', null, ...obstacles.map((obstacle) => obstacleRow(ctx, obstacle))) : null,
    lookAgain(ctx, sentBackFor),
    h('h2', null, t('All answers')),
    h('ul.plain.answers', null, ...asked.map((node) => answerRow(ctx, node))),
  );
}

/** @param {number} count */
function verdict(count) {
  if (count === 0) return h('p.pill.ok', { role: 'status' }, icon('tick'), t('Nothing is missing.'));
  return h('p.pill.bad', { role: 'status' }, icon('warn'), n('One answer is missing or needs another look.', '%(count)s answers are missing or need another look.', count));
}

/** @param {Asking} ctx @param {Obstacle} obstacle */
function obstacleRow(ctx, { nodeId, label, message, ofForm }) {
  const go = () => {
    ctx.troubles.see(questionsIn(ctx.session.root).filter((node) => node.nodeId === nodeId));
    ctx.goTo(nodeId);
  };
  const forms = markedAs(ctx.session.language);
  return h(
    'li',
    null,
    h('button.answer.missing', { type: 'button', onclick: go }, h('span.asked-words', forms, label), h('span.pill.bad', null, icon('warn'), h('span', ofForm ? forms : null, message))),
  );
}

/**
 * What the reviewer said, and what the form says to somebody who has answered so.
 * @param {Asking} ctx
 * @param {string} [sentBackFor]
 */
function lookAgain(ctx, sentBackFor) {
  const reason = sentBackFor ? [h('blockquote.reason', { dir: 'auto' }, sentBackFor)] : [];
  const said = cautions(ctx.session.root).map((node) => passage(h('div'), ctx, () => wordsOf(node), () => nameOf(node)));
  if (reason.length + said.length === 0) return null;
  const rows = [...reason, ...said].map((words) => h('li.card.notice', null, icon('warn'), words));
  return h('section', null, h('h2', null, t('Please look at this again')), h('ul.plain', null, ...rows));
}

/** @param {Asking} ctx @param {AnyControlNode} node */
function answerRow(ctx, node) {
  const answer = answerText(node);
  const words = passage(h('span.asked-words'), ctx, () => wordsOf(node), () => nameOf(node));
  const given = answer ? h('span.given', { dir: 'auto' }, answer) : h('span.given.none', null, t('No answer'));
  return h('li', null, h('button.answer', { type: 'button', onclick: () => ctx.goTo(node.nodeId) }, words, given, icon('pen')));
}
