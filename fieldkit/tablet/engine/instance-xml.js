/** Mends submission XML before the engine reads it and after it has written it. */

import { FormRefusedError } from './types.js';

/**
 * Parse XML that this app or the server keeps.
 *
 * @param {string} xml
 * @returns {Document}
 */
export function parseXml(xml) {
  const parsed = new DOMParser().parseFromString(xml, 'text/xml');
  if (parsed.getElementsByTagName('parsererror').length > 0) throw new FormRefusedError('This is not XML.');
  return parsed;
}

/**
 * Write file names as NFC wherever the XML spells one of these files in another way, and set the version.
 *
 * The engine looks files up by the exact spelling, and keeps the version of the record that it edits.
 *
 * @param {string} xml
 * @param {{fileNames: Iterable<string>, version?: string}} wanted
 */
export function mendBefore(xml, { fileNames, version }) {
  const record = parseXml(xml);
  const names = new Set(Array.from(fileNames, (name) => name.normalize('NFC')));
  for (const element of leaves(record.documentElement)) {
    const text = element.textContent ?? '';
    const composed = text.normalize('NFC');
    if (text !== composed && names.has(composed)) element.textContent = composed;
  }
  if (version) record.documentElement.setAttribute('version', version);
  return serialise(record);
}

/**
 * Write values into leaves that the engine holds as read-only, such as the name of the audit log.
 *
 * @param {string} xml
 * @param {ReadonlyMap<string, string>} values by path, such as `/data/meta/audit`
 */
export function writeAfter(xml, values) {
  if (values.size === 0) return xml;
  const record = parseXml(xml);
  for (const [path, value] of values) {
    const element = leafAt(record, path);
    if (element) element.textContent = value;
  }
  return serialise(record);
}

/**
 * The text of one leaf; empty when it is not there.
 *
 * @param {string} xml
 * @param {string} path
 */
export function readLeaf(xml, path) {
  return leafAt(parseXml(xml), path)?.textContent?.trim() ?? '';
}

/** @param {Document} record @param {string} path */
function leafAt(record, path) {
  const [, ...steps] = path.split('/').filter(Boolean);
  /** @type {Element | undefined} */
  let here = record.documentElement;
  for (const step of steps) here = here && Array.from(here.children).find((child) => child.localName === localName(step));
  return here;
}

/** @param {string} step */
function localName(step) {
  return step.slice(step.indexOf(':') + 1);
}

/** @param {Element} element @returns {Generator<Element>} */
function* leaves(element) {
  if (element.childElementCount === 0) yield element;
  for (const child of element.children) yield* leaves(child);
}

/** @param {Document} record */
function serialise(record) {
  return new XMLSerializer().serializeToString(record);
}
