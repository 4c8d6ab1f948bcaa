/** Which way a passage runs. The code comes from the form's own data; nothing is guessed from the letters. */

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'azb', 'bal', 'bgn', 'ckb', 'dv', 'fa', 'glk', 'haz', 'he', 'khw', 'mzn', 'nqo', 'pnb', 'prs', 'ps', 'sd', 'sdh', 'syr', 'ug', 'ur', 'yi']);
const RIGHT_TO_LEFT_SCRIPTS = new Set(['adlm', 'arab', 'hebr', 'nkoo', 'rohg', 'syrc', 'thaa']);

/**
 * @param {string} code such as `ar`, `uk-UA`, `az-Arab`; empty when the form does not say
 * @returns {'ltr' | 'rtl' | 'auto'}
 */
export function directionOf(code) {
  const [language = '', ...rest] = code.toLowerCase().split(/[-_]/);
  if (!language || language === 'und') return 'auto';
  const script = rest.find((part) => part.length === 4);
  if (script) return RIGHT_TO_LEFT_SCRIPTS.has(script) ? 'rtl' : 'ltr';
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

/**
 * What to write into `lang`: nothing where the form does not tell its language.
 *
 * @param {import('../engine/types.js').FormLanguage | null} language
 * @returns {string | null}
 */
export function langOf(language) {
  return language && language.code !== 'und' && language.code !== '' ? language.code : null;
}

/**
 * How a text in a language of the form is marked: by what the form says of it, never by its letters.
 *
 * @param {import('../engine/types.js').FormLanguage | null} language
 */
export function markedAs(language) {
  return { lang: langOf(language), dir: directionOf(language?.code ?? '') };
}

/**
 * The name of a language in its own script, as a title; the form's own name for it where the browser knows none.
 *
 * @param {import('../engine/types.js').FormLanguage} language
 */
export function ownName({ name, code }) {
  const given = name.replace(/\s*\([\w-]+\)\s*$/, '') || name;
  if (!langOf({ name, code })) return given;
  try {
    const own = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' }).of(code) ?? given;
    return own.charAt(0).toLocaleUpperCase(code) + own.slice(1);
  } catch {
    return given;
  }
}
