/**
 * Names of files inside one record: the question's own, never the camera's or the person's.
 *
 * A name such as `Zubeyda passport.jpg` would stay readable in the receipt and with the project long after the record
 * is locked. The ending is one of a known list, for it can hold a name as well.
 */

const LONGEST = 80;

/** What files are, by their ending; where several endings mean one type, the first is given to a file without any. */
const ENDINGS = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'image/gif': ['gif'],
  'image/svg+xml': ['svg'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'aac'],
  'audio/wav': ['wav'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/webm': ['weba'],
  'audio/amr': ['amr'],
  'audio/flac': ['flac'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'video/quicktime': ['mov'],
  'video/3gpp': ['3gp'],
  'application/pdf': ['pdf'],
  'application/zip': ['zip'],
  'application/json': ['json', 'geojson'],
  'application/msword': ['doc'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.google-earth.kml+xml': ['kml'],
  'application/gpx+xml': ['gpx'],
  'text/csv': ['csv'],
  'text/plain': ['txt'],
  'text/xml': ['xml'],
};
const KNOWN = new Set(Object.values(ENDINGS).flat());
const BY_TYPE = new Map(Object.entries(ENDINGS));

/**
 * Make a namer that never gives the same name twice, whatever the case of its letters.
 *
 * @param {Iterable<string>} taken names that the record already uses
 * @returns {(stem: string, ending: string) => string} the stem is the question's name; the ending comes from {@link endingOf}
 */
export function fileNamer(taken) {
  const used = new Set(Array.from(taken, fold));
  return (stem, ending) => {
    const plain = plainName(stem);
    let name = plain + ending;
    for (let copy = 2; used.has(fold(name)); copy += 1) name = `${plain}-${copy}${ending}`;
    used.add(fold(name));
    return name;
  };
}

/**
 * The ending that tells what a file is, with its dot; empty when neither its name nor its type says it in a known word.
 *
 * @param {{name: string, type?: string}} file
 */
export function endingOf({ name, type = '' }) {
  const written = (/\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase();
  const known = KNOWN.has(written) ? written : BY_TYPE.get(type.split(';')[0].trim().toLowerCase())?.[0];
  return known ? `.${known}` : '';
}

/**
 * The same name in NFC, without anything that a file system or a header could stumble over.
 *
 * @param {string} text
 */
export function plainName(text) {
  const kept = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '');
  const short = Array.from(kept).slice(0, LONGEST).join('').normalize('NFC');
  return short || 'file';
}

/** @param {string} name */
function fold(name) {
  return name.normalize('NFC').toLowerCase();
}
