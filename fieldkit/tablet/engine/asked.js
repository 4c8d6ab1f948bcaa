/** What an XForm asks for beside its questions: an audit log, a recording in the background, an encryption of its own. */

/** @typedef {import('./types.js').FormNotice} FormNotice */
/** @typedef {{priority: string, everyMs: number, maxAgeMs: number}} LocationWish how the place is noted, in the form's words */
/** @typedef {{path: string, trackChanges: boolean, identifyUser: boolean, location: LocationWish | null}} AuditWish */
/** @typedef {{paths: string[], quality: string}} RecordingWish of the whole conversation: the leaves that name it */

const ODK = 'http://www.opendatakit.org/xforms';

/**
 * @param {Document} form the XForm
 * @returns {{audit: AuditWish | null, recording: RecordingWish | null, qualities: Map<string, string>, notices: FormNotice[]}} `qualities`:
 *   path of a sound question → the quality that the form asks for
 */
export function askedBy(form) {
  const bind = Array.from(form.getElementsByTagName('bind')).find((each) => /\/meta\/(\w+:)?audit$/.test(path(each)));
  return { audit: bind ? auditWish(bind) : null, recording: recordingWish(form), qualities: new Map(qualities(form)), notices: [...notices(form, bind)] };
}

/** @param {Element} bind @returns {AuditWish} */
function auditWish(bind) {
  const yes = (/** @type {string} */ name) => bind.getAttributeNS(ODK, name) === 'true';
  return { path: path(bind), trackChanges: yes('track-changes'), identifyUser: yes('identify-user'), location: locationWish(bind) };
}

/** @param {Element} bind @returns {LocationWish | null} */
function locationWish(bind) {
  const priority = bind.getAttributeNS(ODK, 'location-priority');
  const seconds = (/** @type {string} */ name) => (Number(bind.getAttributeNS(ODK, name)) || 60) * 1000;
  return priority ? { priority, everyMs: seconds('location-min-interval'), maxAgeMs: seconds('location-max-age') } : null;
}

/** @param {Document} form @returns {RecordingWish | null} */
function recordingWish(form) {
  const actions = Array.from(form.getElementsByTagNameNS(ODK, 'recordaudio'));
  const paths = actions.map((action) => action.getAttribute('ref') ?? '').filter(Boolean);
  return paths.length ? { paths, quality: actions[0].getAttributeNS(ODK, 'quality') ?? '' } : null;
}

/** @param {Document} form @returns {Generator<[string, string]>} */
function* qualities(form) {
  for (const bind of form.getElementsByTagName('bind')) {
    const quality = bind.getAttributeNS(ODK, 'quality');
    if (quality) yield [path(bind), quality];
  }
}

/** @param {Document} form @param {Element | undefined} audit @returns {Generator<FormNotice>} */
function* notices(form, audit) {
  for (const each of form.getElementsByTagNameNS(ODK, 'recordaudio')) {
    yield { code: 'background-audio', detail: each.getAttribute('ref') ?? '' };
  }
  if (audit?.getAttributeNS(ODK, 'location-priority')) yield { code: 'audit-location', detail: path(audit) };
  const encrypted = Array.from(form.getElementsByTagName('submission')).some((each) => each.getAttribute('base64RsaPublicKey'));
  if (encrypted) yield { code: 'form-encryption', detail: '' };
  for (const each of form.querySelectorAll('[appearance^="ex:"], [appearance*=" ex:"]')) {
    yield { code: 'external-app', detail: each.getAttribute('ref') ?? '' };
  }
}

/** @param {Element} bind */
function path(bind) {
  return bind.getAttribute('nodeset') ?? '';
}
