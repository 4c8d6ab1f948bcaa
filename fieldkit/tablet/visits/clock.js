/** What the clock of a visit says: how long it has run, whether the agreed time is over, what it knows of the form. */

import { offsetOf } from '../form/moments.js';

/**
 * One visit under way, or over and not written down yet.
 *
 * @typedef {object} Visit
 * @property {string} id
 * @property {string} form key of the form version that it is written down in
 * @property {string} title of that form
 * @property {string} startedAt ISO 8601, by this tablet's clock
 * @property {string | null} endedAt null while the person is inside
 * @property {number} minutes agreed for the visit; 0 when nothing was agreed
 * @property {boolean} stopped whether it was broken off to go safe
 */

const MINUTE_MS = 60_000;

/** Lengths that can be agreed, in minutes. */
export const LENGTHS = [0, 15, 30, 60, 90];

/** @param {Visit} visit @param {Date} now @returns {boolean} whether the agreed time has passed and the person is still inside */
export function isOverdue({ startedAt, endedAt, minutes }, now) {
  return endedAt === null && minutes > 0 && now.getTime() - Date.parse(startedAt) >= minutes * MINUTE_MS;
}

/**
 * What can be filled in when the visit is written down.
 *
 * @param {Visit} visit
 * @param {Readonly<Record<string, string>>} roles of the form: role to path
 * @returns {Map<string, string>} path to value, as the record writes it
 */
export function presetOf({ startedAt, endedAt, stopped }, roles) {
  const known = { 'contact-started': momentOf(new Date(startedAt)), 'contact-ended': endedAt ? momentOf(new Date(endedAt)) : '', outcome: stopped ? 'stopped' : '' };
  return new Map(Object.entries(known).flatMap(([role, value]) => (value && roles[role] ? [/** @type {const} */ ([roles[role], value])] : [])));
}

/** A moment with this tablet's distance from UTC, so that the hour on the wall is not lost. @param {Date} moment */
export function momentOf(moment) {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * MINUTE_MS);
  return `${local.toISOString().slice(0, 19)}.000${offsetOf(moment)}`;
}
