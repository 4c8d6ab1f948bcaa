/** Answers in words, as the review and read-only questions show them. */

import { formatDate, formatList, formatNumber, joinMoment, t } from '../i18n.js';
import { choiceWords } from './controls/choice.js';
import { placeWords } from './controls/place.js';
import { clockOf, dayOf, finestOf } from './moments.js';

/** @typedef {import('../engine/types.js').AnyControlNode} AnyControlNode */

/**
 * @param {AnyControlNode} node
 * @returns {string} empty when there is no answer
 */
export function answerText(node) {
  const { instanceValue } = node.currentState;
  if (instanceValue === '') return '';
  switch (node.nodeType) {
    case 'select':
      return formatList(node.currentState.value.map((value) => wordsOf(node.getValueOption(value), value)));
    case 'rank':
      return formatList(node.currentState.value.map((value, place) => `${place + 1}. ${node.getValueLabel(value)?.asString || value}`));
    case 'trigger':
      return t('OK, done');
    default:
      return typedText(node.valueType, instanceValue, 'appearances' in node ? node.appearances : null);
  }
}

/** @param {import('@getodk/xforms-engine').SelectItem | null} option @param {string} value */
function wordsOf(option, value) {
  return option ? choiceWords(option) : value;
}

/**
 * A day in words, no finer than it was asked for.
 *
 * @param {string} day as `YYYY-MM-DD`
 * @param {import('./moments.js').Finest} finest
 */
export function dateText(day, finest) {
  return finest === 'year' ? day.slice(0, 4) : formatDate(`${day}T12:00`, finest === 'month' ? 'month' : 'date');
}

/** @param {string} type @param {string} value @param {any} appearances */
function typedText(type, value, appearances) {
  switch (type) {
    case 'int':
    case 'decimal':
      return formatNumber(Number(value), 6);
    case 'date':
      return dateText(dayOf(value), finestOf(appearances ?? {}));
    case 'time':
      return clockOf(value);
    case 'dateTime':
      return joinMoment(dateText(dayOf(value), 'day'), clockOf(value));
    case 'geopoint':
      return placeWords(value);
    case 'geotrace':
    case 'geoshape':
      return value.split(';').map((point) => point.trim()).filter(Boolean).map(placeWords).join(' · ');
    default:
      return appearances?.masked || appearances?.['hidden-answer'] ? '••••••' : value;
  }
}
