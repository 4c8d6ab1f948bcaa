/** A day in another calendar: its day, its month by number and name, its year. The record holds the Gregorian day. */

import { createRenderEffect } from 'solid-js';
import { h } from '../../dom.js';
import { language, t } from '../../i18n.js';
import { fromGregorian, monthName, toGregorian } from '../calendars.js';
import { plainDigits } from '../numbers.js';

/** @typedef {import('../calendars.js').Calendar} Calendar */

/**
 * @param {object} options
 * @param {Record<string, string>} options.names attributes that tie the fields to their question
 * @param {Calendar} options.calendar
 * @param {'day' | 'month' | 'year'} options.finest what is asked: a day, a month or a year
 * @param {() => string} options.value the Gregorian day, or nothing
 * @param {(day: string | null, problem: 'unfinished' | 'no-such-day' | null) => void} options.set
 * @returns {HTMLElement}
 */
export function calendarFields({ names, calendar, finest, value, set }) {
  const day = numberField(t('Day'), 'day');
  const year = numberField(t('Year'), 'year');
  const month = monthField(calendar);
  const asked = { day: [day.label, month.label, year.label], month: [month.label, year.label], year: [year.label] }[finest];

  const changed = () => {
    const parts = { day: finest === 'day' ? number(day.input.value) : 1, month: finest === 'year' ? 1 : number(month.field.value), year: number(year.input.value) };
    const given = Object.values(parts).filter((part) => !Number.isNaN(part)).length;
    const untouched = { day: 0, month: 1, year: 2 }[finest];
    if (given < 3) return set(null, given === untouched ? null : 'unfinished');
    const gregorian = toGregorian(calendar, parts);
    return set(gregorian, gregorian ? null : 'no-such-day');
  };
  for (const field of [day.input, month.field, year.input]) field.addEventListener('change', changed);
  createRenderEffect((/** @type {string} */ before) => {
    const now = value();
    // An answer that was taken away empties the fields; one that is not finished yet does not.
    const cleared = before !== '' && now === '' && !document.activeElement?.closest('.calendar');
    const shown = now ? fromGregorian(calendar, now) : null;
    if (cleared) for (const field of [day.input, month.field, year.input]) field.value = '';
    if (!shown) return now;
    day.input.value = String(shown.day);
    month.field.value = String(shown.month);
    year.input.value = String(shown.year);
    return now;
  }, '');
  return h('div.row.calendar', { role: 'group', ...names }, ...asked);
}

/** @param {string} text */
function number(text) {
  const plain = plainDigits(text).trim();
  return /^\d+$/.test(plain) ? Number(plain) : NaN;
}

/** @param {string} words @param {string} part */
function numberField(words, part) {
  const input = h('input', { type: 'text', inputmode: 'numeric', dir: 'ltr', autocomplete: 'off', 'data-part': part });
  return { input, label: h('label', null, words, input) };
}

/** @param {Calendar} calendar */
function monthField(calendar) {
  const options = Array.from({ length: calendar.months }, (_, index) => h('option', { value: index + 1 }, monthName(calendar, index + 1, language().code)));
  const field = h('select', { 'data-part': 'month' }, h('option', { value: '' }, t('Choose')), ...options);
  return { field, label: h('label', null, t('Month'), field) };
}
