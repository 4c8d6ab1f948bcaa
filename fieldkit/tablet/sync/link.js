/** The enrolment link: `https://server/tablet/#enrol=<token>`. The fragment is never sent to any server. */

/**
 * @typedef {{token: string} | {elsewhere: string} | null} Invitation a token for this server, a link to another
 *   server, or nothing that is a link
 */

const TOKEN = /^[A-Za-z0-9_-]{32,200}$/;

/**
 * Read what was scanned, pasted or typed.
 * @param {string} text
 * @param {string} origin of this app
 * @returns {Invitation}
 */
export function readInvitation(text, origin) {
  const trimmed = text.trim();
  if (TOKEN.test(trimmed)) return { token: trimmed };
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  const token = url && tokenOf(url.hash);
  if (!url || !token || !/^https?:$/.test(url.protocol)) return null;
  return url.origin === origin ? { token } : { elsewhere: url.href };
}

/**
 * @param {string} hash of an address, with its `#`
 * @returns {string | null}
 */
export function tokenOf(hash) {
  const token = new URLSearchParams(hash.slice(1)).get('enrol') ?? '';
  return TOKEN.test(token) ? token : null;
}
