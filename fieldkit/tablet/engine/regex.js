/** Patterns of `regex()` as ODK Collect reads them: the whole answer must fit, in the writing of Java. */

/**
 * Whether all of a text fits a pattern.
 *
 * @param {string} text
 * @param {string} pattern as the form writes it
 * @returns {boolean} true also where the browser cannot read the pattern: nobody may be kept from going on by that
 */
export function fitsWhole(text, pattern) {
  const [, insensitive, bare] = /^(\(\?i\))?([^]*)$/.exec(pattern) ?? [];
  const flags = insensitive ? 'i' : '';
  // With `u`, \p{L} is a letter of any script; without it, escapes such as \_ are allowed, which many forms write.
  const read = written(bare, `${flags}u`) ?? written(bare, flags);
  return read?.test(text) ?? true;
}

/** @param {string} bare @param {string} flags @returns {RegExp | null} */
function written(bare, flags) {
  try {
    return new RegExp(`^(?:${bare})$`, flags);
  } catch {
    return null;
  }
}
