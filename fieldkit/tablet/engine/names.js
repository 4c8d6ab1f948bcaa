/** Names of files inside one record: NFC, plain, and never used twice. */

const LONGEST = 80;

/**
 * Make a namer that never gives the same name twice, whatever the case of its letters.
 *
 * @param {Iterable<string>} taken names that the record already uses
 * @returns {(meta: {basename: string, extension: string | null}) => string}
 */
export function fileNamer(taken) {
  const used = new Set(Array.from(taken, fold));
  return ({ basename, extension }) => {
    const stem = plainName(basename);
    const ending = plainEnding(extension ?? '');
    let name = stem + ending;
    for (let copy = 2; used.has(fold(name)); copy += 1) name = `${stem}-${copy}${ending}`;
    used.add(fold(name));
    return name;
  };
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

/** @param {string} extension */
function plainEnding(extension) {
  const kept = extension.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 10);
  return kept ? `.${kept}` : '';
}

/** @param {string} name */
function fold(name) {
  return name.normalize('NFC').toLowerCase();
}
