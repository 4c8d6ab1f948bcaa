/** Markup that the engine does not know: its words, without its elements. It is never parsed as HTML. */

/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** @param {string} markup */
export function isLineBreak(markup) {
  return /^\s*<br\s*\/?>\s*$/i.test(markup);
}

/**
 * @param {string} markup
 * @returns {string} what stands between the tags; nothing of scripts, styles and comments
 */
export function wordsOf(markup) {
  const bare = markup
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<\/?[a-z][^>]*>?/gi, ' ');
  const words = bare.replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
  return words.replace(/ +/g, ' ').trim();
}
