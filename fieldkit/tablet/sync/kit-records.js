/**
 * Records that the kit itself makes, beside those of the study's forms: they travel in the same envelopes and get the
 * same receipts (docs/envelope.md).
 */

export const ADDITION = { formId: 'fieldkit-addition', formVersion: '1' };
export const ALERT = { formId: 'fieldkit-alert', formVersion: '1' };

/** What XML 1.0 cannot hold. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * What somebody adds to a record that is locked already.
 * @param {{instanceId: string, addsTo: string, words: string, files: string[]}} addition files: their names
 * @returns {string} the record as XML
 */
export function additionXml({ instanceId, addsTo, words, files }) {
  const names = files.map((name) => element('file', text(name))).join('');
  const body = element('adds_to', text(addsTo)) + element('words', text(words)) + element('files', names);
  const meta = element('meta', element('instanceID', text(instanceId)));
  return `<addition id="${ADDITION.formId}" version="${ADDITION.formVersion}">${body}${meta}</addition>`;
}

/**
 * That somebody may be in danger.
 * @param {{instanceId: string, about: string, words: string, now: boolean, at: Date}} alert about: instanceID of what was being
 *   filled in; now: whether it is happening now
 * @returns {string} the record as XML
 */
export function alertXml({ instanceId, about, words, now, at }) {
  const body = element('about', text(about)) + element('words', text(words)) + element('now', now ? 'yes' : 'no') + element('at', at.toISOString());
  const meta = element('meta', element('instanceID', text(instanceId)));
  return `<alert id="${ALERT.formId}" version="${ALERT.formVersion}">${body}${meta}</alert>`;
}

/** @param {string} name @param {string} content markup */
function element(name, content) {
  return `<${name}>${content}</${name}>`;
}

/** @param {string} words @returns {string} as markup */
function text(words) {
  return words.replace(UNWRITABLE, '').replace(/[&<>]/g, (sign) => ESCAPES[/** @type {'&'} */ (sign)]);
}

/**
 * In the same order, but what adds to a record of the list stands right after it.
 * @template {{instanceId: string, addsTo?: string}} Entry
 * @param {Entry[]} records
 * @returns {Entry[]}
 */
export function besideTheirRecords(records) {
  const present = new Set(records.map((record) => record.instanceId));
  const isFree = (/** @type {Entry} */ record) => !record.addsTo || !present.has(record.addsTo);
  const added = records.filter((record) => !isFree(record));
  return records.filter(isFree).flatMap((record) => [record, ...added.filter((other) => other.addsTo === record.instanceId)]);
}
