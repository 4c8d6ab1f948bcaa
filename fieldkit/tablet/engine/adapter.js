/**
 * The one door to `@getodk/xforms-engine` (0.22.0, pinned). Everything that version needs or gets wrong is mended here:
 * file names, files after a restore, the version of an edited record, preloads, read-only leaves.
 */

import { loadForm } from '@getodk/xforms-engine';
import { createMutable } from 'solid-js/store';
import { askedBy } from './asked.js';
import { takeOver } from './given.js';
import { deprecatedIdOf, mendBefore, parseXml, readLeaf } from './instance-xml.js';
import { backgroundLocation } from './location.js';
import { attachment } from './media.js';
import { endingOf, fileNamer } from './names.js';
import { applyPreset } from './preset.js';
import { questionName, startSession } from './session.js';
import { mendTexts } from './texts.js';
import { FormRefusedError } from './types.js';

/** @typedef {import('./types.js').OpenOptions} OpenOptions */
/** @typedef {import('./types.js').FormDefinition} FormDefinition */
/** @typedef {import('./types.js').KeptInstance} KeptInstance */

const XML_FILE = 'xml_submission_file';

/**
 * Open a form: empty, from a draft, or to correct a record that was sent.
 *
 * @param {OpenOptions} options
 * @returns {Promise<import('./types.js').FormSession>}
 */
export async function openSession({ definition, identity, now = () => new Date(), restore, edit, language, preset }) {
  const parsed = parseXml(definition.xform);
  const asked = askedBy(parsed);
  const { changed, bigger } = mendTexts(parsed);
  const kept = edit ?? restore;
  const files = composed(kept?.files ?? new Map());
  const form = await load(definition, changed ? new XMLSerializer().serializeToString(parsed) : definition.xform);
  const namer = fileNamer([...files.keys(), XML_FILE]);
  const nameFor = oneNameEach(namer);
  /** @type {import('./types.js').RootNode} */
  let root;
  const config = {
    stateFactory: createMutable,
    instanceAttachments: {
      // Files are chosen by people, so the form stands when this is called.
      fileNameFactory: (/** @type {{nodeId: string, extension: string | null}} */ { nodeId, extension }) =>
        nameFor(nodeId, questionName(root, nodeId), endingOf({ name: extension ?? '' })),
    },
    preloadProperties: { deviceID: identity.deviceId, username: identity.username },
    geolocationProvider: { getLocation: backgroundLocation },
  };
  const instance = await instantiate(form, { kept, edit: Boolean(edit), files, definition, config });
  root = instance.root;
  const given = await takeOver(root, definition);
  const session = startSession({
    instance,
    definition,
    asked,
    bigger,
    user: identity.username,
    now,
    files,
    auditName: kept && asked.audit ? readLeaf(kept.xml, asked.audit.path) : '',
    recordingName: kept && asked.recording ? readLeaf(kept.xml, asked.recording.paths[0]) : '',
    deprecatedId: restore && !edit ? deprecatedIdOf(restore.xml) : '',
    namer,
    ended: given.dispose,
  });
  if (language) session.setLanguage(language);
  if (preset) applyPreset(root, preset);
  return session;
}

/**
 * A question that is given one file after another, as when somebody goes on drawing, keeps the name that it was given.
 *
 * @param {ReturnType<typeof fileNamer>} namer
 */
function oneNameEach(namer) {
  /** @type {Map<string, string>} */
  const given = new Map();
  return (/** @type {string} */ nodeId, /** @type {string} */ stem, /** @type {string} */ ending) => {
    const key = `${nodeId}${ending}`;
    const name = given.get(key) ?? namer(stem, ending);
    given.set(key, name);
    return name;
  };
}

/** @param {FormDefinition} definition @param {string} xform as the engine reads it */
async function load(definition, xform) {
  const result = await loadForm(xform, {
    fetchFormAttachment: (url) => attachment(definition, url),
    missingResourceBehavior: 'ERROR',
  });
  if (result.status === 'failure') throw new FormRefusedError(reasons(result.error), result.error);
  return result;
}

/**
 * @param {import('@getodk/xforms-engine').InstantiableLoadFormResult} form
 * @param {{kept?: KeptInstance, edit: boolean, files: Map<string, Blob>, definition: FormDefinition,
 *          config: import('@getodk/xforms-engine').FormInstanceConfig}} wanted
 */
async function instantiate(form, { kept, edit, files, definition, config }) {
  try {
    if (!kept) return form.createInstance(config);
    const xml = mendBefore(kept.xml, { fileNames: files.keys(), version: edit ? definition.version : undefined });
    const data = /** @type {any} */ ([instanceData(xml, files)]);
    if (edit) return await form.editInstance({ inputType: 'FORM_INSTANCE_INPUT_RESOLVED', data }, config);
    return await form.restoreInstance({ data }, config);
  } catch (error) {
    throw error instanceof FormRefusedError ? error : new FormRefusedError(String(error), error);
  }
}

/** @param {string} xml @param {Map<string, Blob>} files */
function instanceData(xml, files) {
  const data = new FormData();
  data.append(XML_FILE, new Blob([xml], { type: 'text/xml' }), XML_FILE);
  for (const [name, blob] of files) data.append(name, blob, name);
  return data;
}

/** @param {Map<string, Blob>} files @returns {Map<string, Blob>} the same under NFC names */
function composed(files) {
  return new Map(Array.from(files, ([name, blob]) => [name.normalize('NFC'), blob]));
}

/** @param {unknown} error @returns {string} */
function reasons(error) {
  const causes = /** @type {{causes?: Error[], message?: string}} */ (error);
  return causes.causes?.map((cause) => cause.message).join(' ') || causes.message || 'The form does not load.';
}
