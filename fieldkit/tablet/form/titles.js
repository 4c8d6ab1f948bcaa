/** What a form is called, in the language of whoever reads it. */

/**
 * The form's title in a language, or its one title where its author gave none for that language.
 *
 * @param {{title: string, languages: readonly import('../engine/types.js').FormLanguage[]}} form
 * @param {string} code such as `ar` or `pt-BR`; a form in `pt` also serves somebody who reads `pt-BR`
 * @returns {string}
 */
export function titleIn({ title, languages }, code) {
  const wished = [code, code.split('-')[0]];
  const own = wished.map((wish) => languages.find((each) => each.code === wish && each.title)?.title);
  return own.find(Boolean) ?? title;
}
