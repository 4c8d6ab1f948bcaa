/** Which way a passage runs. The code comes from the form's own data; nothing is guessed from the letters. */

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'azb', 'bal', 'bgn', 'ckb', 'dv', 'fa', 'glk', 'haz', 'he', 'khw', 'mzn', 'nqo', 'pnb', 'prs', 'ps', 'sd', 'sdh', 'syr', 'ug', 'ur', 'yi']);
const RIGHT_TO_LEFT_SCRIPTS = new Set(['adlm', 'arab', 'hebr', 'nkoo', 'rohg', 'syrc', 'thaa']);

/**
 * @param {string} code such as `ar`, `uk-UA`, `az-Arab`; empty when the form does not say
 * @returns {'ltr' | 'rtl' | 'auto'}
 */
export function directionOf(code) {
  const [language = '', ...rest] = code.toLowerCase().split(/[-_]/);
  if (!language) return 'auto';
  const script = rest.find((part) => part.length === 4);
  if (script) return RIGHT_TO_LEFT_SCRIPTS.has(script) ? 'rtl' : 'ltr';
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}
