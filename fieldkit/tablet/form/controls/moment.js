/** Dates and times: the tablet's own pickers, and the chosen day in words so that day and month are never mistaken. */

import { createRenderEffect } from 'solid-js';
import { h } from '../../dom.js';
import { t } from '../../i18n.js';
import { dateText } from '../answer.js';
import { calendarAsked } from '../calendars.js';
import { clockOf, dayOf, dayOfDate, finestOf, momentWithOffset, timeWithOffset } from '../moments.js';
import { calendarFields } from './calendar.js';
import { aside, clearButton, follow, tied } from './shared.js';

/** @typedef {import('../context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').InputNode<'date'>} DateNode */
/** @typedef {import('@getodk/xforms-engine').InputNode<'time'>} TimeNode */
/** @typedef {import('@getodk/xforms-engine').InputNode<'dateTime'>} DateTimeNode */

/** Calendars that no browser knows; a form that asks for one is told so when it is published. */
const NOT_CONVERTED = ['bikram-sambat', 'myanmar'];

/** @param {Asking} ctx @param {DateNode} node */
export function dateControl(ctx, node) {
  const value = () => node.currentState.instanceValue;
  const set = (/** @type {string} */ day) => node.setValue(day || null);
  const today = h('button.quiet', { type: 'button', onclick: () => set(dayOfDate(ctx.now())) }, t('Today'));
  return h(
    'div.control',
    null,
    otherCalendar(node),
    h('div.row', null, ...dateField(ctx, node, value, set), finestOf(node.appearances) === 'day' ? today : null),
    inWords(value, finestOf(node.appearances)),
    clearButton(() => value() !== '', () => set('')),
  );
}

/** @type {Record<'unfinished' | 'no-such-day', () => string>} */
const WHY = {
  unfinished: () => t('The date is not finished. Until then the answer is not kept.'),
  'no-such-day': () => t('This calendar has no such day. What stands here is not kept.'),
};

/**
 * @param {Asking} ctx @param {DateNode | DateTimeNode} node
 * @param {import('../calendars.js').Calendar} calendar
 * @param {() => string} value @param {(day: string) => void} set
 */
function otherDay(ctx, node, calendar, value, set) {
  return calendarFields({
    names: tied(node),
    calendar,
    finest: finestOf(node.appearances),
    value,
    set(day, problem) {
      ctx.troubles.hold(node.nodeId, null);
      set(day ?? '');
      if (problem) ctx.troubles.hold(node.nodeId, WHY[problem]);
    },
  });
}

/** @param {Asking} ctx @param {DateNode} node @param {() => string} value @param {(day: string) => void} set */
function dateField(ctx, node, value, set) {
  const calendar = calendarAsked(/** @type {any} */ (node.appearances));
  if (calendar) return [otherDay(ctx, node, calendar, value, set)];
  if (node.appearances.year) {
    const year = h('input', { ...tied(node), type: 'number', inputmode: 'numeric', min: 1, max: 9999, step: 1 });
    year.addEventListener('change', () => set(year.value ? `${year.value.padStart(4, '0')}-01-01` : ''));
    return [follow(year, () => String(Number(value().slice(0, 4)) || ''))];
  }
  if (node.appearances['month-year']) {
    const month = h('input', { ...tied(node), type: 'month' });
    month.addEventListener('change', () => set(month.value ? `${month.value}-01` : ''));
    return [follow(month, () => value().slice(0, 7))];
  }
  const day = h('input', { ...tied(node), type: 'date' });
  day.addEventListener('change', () => set(day.value));
  return [follow(day, value)];
}

/** @param {Asking} ctx @param {TimeNode} node */
export function timeControl(ctx, node) {
  const clock = h('input', { ...tied(node), type: 'time' });
  clock.addEventListener('change', () => node.setValue(clock.value ? timeWithOffset(clock.value, ctx.now()) : null));
  follow(clock, () => clockOf(node.currentState.instanceValue));
  return h('div.control', null, clock, clearButton(() => node.currentState.instanceValue !== '', () => node.setValue(null)));
}

/** @param {Asking} ctx @param {DateTimeNode} node */
export function dateTimeControl(ctx, node) {
  const value = () => node.currentState.instanceValue;
  const day = h('input', { ...tied(node), type: 'date', 'aria-label': t('Day') });
  const clock = h('input', { ...tied(node), type: 'time', 'aria-label': t('Time') });
  for (const field of [day, clock]) {
    field.removeAttribute('aria-labelledby');
    field.addEventListener('change', () => {
      const half = Boolean(day.value) !== Boolean(clock.value);
      ctx.troubles.hold(node.nodeId, half ? () => t('Please give both the day and the time. Until then the answer is not kept.') : null);
      node.setValue(day.value && clock.value ? momentWithOffset(day.value, clock.value) : null);
    });
  }
  follow(day, () => dayOf(value()) || day.value);
  follow(clock, () => clockOf(value()) || clock.value);
  const clear = () => {
    day.value = '';
    clock.value = '';
    ctx.troubles.hold(node.nodeId, null);
    node.setValue(null);
  };
  const calendar = calendarAsked(/** @type {any} */ (node.appearances));
  const setDay = (/** @type {string} */ chosen) => {
    day.value = chosen;
    day.dispatchEvent(new Event('change'));
  };
  const shownDay = calendar ? otherDay(ctx, node, calendar, () => dayOf(value()), setDay) : day;
  const group = h('div.row', { role: 'group', ...tied(node) }, shownDay, clock);
  return h('div.control', null, otherCalendar(node), group, inWords(() => dayOf(value()), 'day'), clearButton(() => value() !== '', clear));
}

/** @param {() => string} value a day as `YYYY-MM-DD` @param {import('../moments.js').Finest} finest */
function inWords(value, finest) {
  const words = h('p.in-words');
  createRenderEffect(() => {
    const day = value();
    words.hidden = day === '';
    words.textContent = day ? dateText(day, finest) : '';
  });
  return words;
}

/** @param {DateNode | DateTimeNode} node */
function otherCalendar(node) {
  const asked = NOT_CONVERTED.some((name) => node.appearances[name]);
  return asked ? aside(t('The form asks for another calendar. This app writes dates in the Gregorian calendar.')) : null;
}
