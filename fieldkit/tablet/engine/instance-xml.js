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
 * Write what the engine leaves out: values of leaves that it holds as read-only, such as the name of the audit log, and the
 * deprecatedID of an edited record, which it forgets when a draft of the edit is restored.
 *
 * @param {string} xml
 * @param {{values: ReadonlyMap<string, string>, deprecatedId: string}} wanted values by path, such as `/data/meta/audit`
 */
export function mendAfter(xml, { values, deprecatedId }) {
  if (values.size === 0 && !deprecatedId) return xml;
  const record = parseXml(xml);
  for (const [path, value] of values) {
    const element = leafAt(record, path);
    if (element) element.textContent = value;
  }
  if (deprecatedId) deprecate(record, deprecatedId);
  return serialise(record);
}

/** The instanceID that a record replaces; empty when it replaces none. @param {string} xml */
export function deprecatedIdOf(xml) {
  return metaLeaf(parseXml(xml), 'deprecatedID')?.textContent?.trim() ?? '';
}

/** @param {Document} record @param {string} id */
function deprecate(record, id) {
  const present = metaLeaf(record, 'deprecatedID');
  const own = metaLeaf(record, 'instanceID');
  if (present) present.textContent = id;
  else if (own) {
    const element = record.createElementNS(own.namespaceURI, own.nodeName.replace('instanceID', 'deprecatedID'));
    element.textContent = id;
    own.after(element);
  }
}

/** @param {Document} record @param {string} name */
function metaLeaf(record, name) {
  const meta = Array.from(record.documentElement.children).find((child) => child.localName === 'meta');
  return Array.from(meta?.children ?? []).find((child) => child.localName === name);
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
