/** Patterns of `regex()` as ODK Collect reads them: the whole answer must fit, in the writing of Java. */

/**
 * Whether all of a text fits a pattern.
 *
 * @param {string} text
 * @param {string} pattern as the form writes it
 * @returns {boolean} false where the browser cannot read the pattern: nothing fits it. Publishing refuses or says such
 * patterns, as far as they are written in the form and not computed
 */
export function fitsWhole(text, pattern) {
  const [, insensitive, bare] = /^(\(\?i\))?([^]*)$/.exec(pattern) ?? [];
  const flags = insensitive ? 'i' : '';
  // With `u`, \p{L} is a letter of any script; without it, escapes such as \_ are allowed, which many forms write.
  const read = written(bare, `${flags}u`) ?? written(bare, flags);
  return read?.test(text) ?? false;
}

/** @param {string} bare @param {string} flags @returns {RegExp | null} */
function written(bare, flags) {
  try {
    return new RegExp(`^(?:${bare})$`, flags);
  } catch {
    return null;
  }
}
