/**
 * Requests to the server as docs/envelope.md names them, and honest names for everything that is not its answer.
 *
 * An answer counts only when it has the shape that our server gives it: networks that ask for a sign-in answer 200 with
 * a page of theirs, and proxies answer 403 and 404 in their own name.
 */
import { Obstacle } from './obstacle.js';

/**
 * @typedef {{status: number, headers: Headers, body: any}} Answer
 * @typedef {{app_version: string, people: number, drafts: number, waiting: number, persisted: boolean,
 *   kept_offline: boolean, free_bytes: number, erased?: true}} Report
 */

const PATIENCE = 120_000;
/** What a network answers that wants a sign-in and says so (RFC 6585). */
const SIGN_IN_FIRST = 511;

export class Wire {
  #token;
  #fetch;
  #patience;

  /**
   * @param {string} token
   * @param {{fetch?: typeof fetch, patience?: number}} [means] patience: milliseconds for one request, which carries
   *   one slice of a file at most
   */
  constructor(token, { fetch: ask = (...request) => fetch(...request), patience = PATIENCE } = {}) {
    this.#token = token;
    this.#fetch = ask;
    this.#patience = patience;
  }

  /** @returns {Promise<any>} `GET /tablet/api/project` */
  async project() {
    return this.#object(await this.#ask('GET', '/tablet/api/project'), ['project_id', 'sealing_key', 'receipt_key']);
  }

  /** @returns {Promise<any[]>} `GET /tablet/api/forms` */
  async forms() {
    return (await this.#object(await this.#ask('GET', '/tablet/api/forms'), ['forms'])).forms;
  }

  /**
   * A file of a form.
   * @param {string} url relative to the origin
   * @param {string} [secret] of the person to whom what is asked for returns
   * @returns {Promise<Blob>}
   */
  async file(url, secret) {
    const response = await this.#send('GET', sameOrigin(url), undefined, asPerson(secret));
    if (response.status !== 200) throw refusal(await understood(response));
    return this.#inTime(response.blob());
  }

  /**
   * A stretch of a file that may be large.
   * @param {string} url relative to the origin
   * @param {number} from
   * @param {number} to the first byte that is no longer wanted
   * @param {string} [secret] as for {@link file}
   * @returns {Promise<Blob>} as many of these bytes as the server gave
   */
  async stretch(url, from, to, secret) {
    const response = await this.#send('GET', sameOrigin(url), undefined, { ...asPerson(secret), Range: `bytes=${from}-${to - 1}` });
    if (response.status !== 206 && response.status !== 200) throw refusal(await understood(response));
    const blob = await this.#inTime(response.blob());
    return response.status === 206 ? blob : blob.slice(from, to);
  }

  /** @param {string} secret of the person who is signed in @returns {Promise<any[]>} `GET /tablet/api/returned`: what returns to them */
  async returned(secret) {
    return (await this.#object(await this.#ask('GET', '/tablet/api/returned', undefined, asPerson(secret)), ['records'])).records;
  }

  /** @param {Report} report what this tablet says of itself */
  async report(report) {
    const response = await this.#send('POST', '/tablet/api/report', new Blob([JSON.stringify(report)]), { 'Content-Type': 'application/json' });
    if (response.status !== 204) throw refusal(await understood(response));
  }

  /**
   * How much of a part the server holds already.
   * @param {string} sha256
   * @returns {Promise<number>}
   */
  async partOffset(sha256) {
    const response = await this.#send('HEAD', `/tablet/api/parts/${sha256}`);
    if (response.status >= 500) throw new Obstacle('server', String(response.status));
    if (response.status !== 200) return 0; // a HEAD has no body to tell us why: the PUT will hear it
    return offsetOf(response.headers);
  }

  /**
   * @param {string} sha256
   * @param {number} offset
   * @param {number} total
   * @param {Blob} slice the bytes from `offset`
   * @returns {Promise<{offset: number, dropped: boolean}>} where to go on; dropped when the finished part did not fit
   */
  async putPart(sha256, offset, total, slice) {
    const headers = { 'Upload-Offset': String(offset), 'Upload-Length': String(total), 'Content-Type': 'application/octet-stream' };
    const answer = await this.#ask('PUT', `/tablet/api/parts/${sha256}`, slice, headers);
    if (answer.status === 409 && answer.body.code === '409.offset') return { offset: offsetOf(answer.headers), dropped: false };
    if (answer.status === 422 && answer.body.code === '422.part-hash') return { offset: 0, dropped: true };
    const { offset: held } = this.#object(answer, ['offset']);
    return { offset: held, dropped: false };
  }

  /**
   * @param {import('../sealing/envelope.js').Header} header
   * @returns {Promise<{missing: string[]} | {receipt: unknown}>} the receipt, not verified yet; or the parts to send again
   */
  async postEnvelope(header) {
    const body = new Blob([JSON.stringify(header)]);
    const answer = await this.#ask('POST', '/tablet/api/envelopes', body, { 'Content-Type': 'application/json' });
    if (answer.status === 409 && answer.body.code === '409.parts-missing') return { missing: answer.body.missing };
    return { receipt: this.#object(answer, ['receipt', 'signature']) };
  }

  /**
   * Every text of a form version, with how far its reading is.
   * @param {string} formId
   * @param {string} version
   * @returns {Promise<any[]>}
   */
  async promptTexts(formId, version) {
    return (await this.#object(await this.#ask('GET', `/tablet/api/prompts?${new URLSearchParams({ form: formId, version })}`), ['texts'])).texts;
  }

  /**
   * A text of a form that was read aloud.
   * @param {{formId: string, version: string, language: string, textSha256: string}} about
   * @param {Blob} sound
   */
  async putPrompt({ formId, version, language, textSha256 }, sound) {
    const query = new URLSearchParams({ form: formId, version });
    const path = `/tablet/api/prompts/${encodeURIComponent(language)}/${textSha256}?${query}`;
    this.#object(await this.#ask('PUT', path, sound, { 'Content-Type': 'application/octet-stream' }), ['id']);
  }

  /**
   * @param {{person: string, name: string, wrapped_key: string, public_key: string}} wanted keys in base64
   * @returns {Promise<string>} id of the request for help with a PIN
   */
  async askRecovery(wanted) {
    const answer = await this.#ask('POST', '/tablet/api/recoveries', new Blob([JSON.stringify(wanted)]), { 'Content-Type': 'application/json' });
    return this.#object(answer, ['id']).id;
  }

  /** @param {string} id @returns {Promise<{state: string, wrapped_key?: string}>} what became of it */
  async recovery(id) {
    const answer = await this.#ask('GET', `/tablet/api/recoveries/${encodeURIComponent(id)}`);
    return answer.status === 404 ? { state: 'expired' } : this.#object(answer, ['state']);
  }

  /** @param {string} id of a request whose answer is here */
  async finishRecovery(id) {
    const response = await this.#send('POST', `/tablet/api/recoveries/${encodeURIComponent(id)}/done`);
    if (response.status !== 204) throw refusal(await understood(response));
  }

  /** @param {Answer} answer @param {string[]} names that a real answer has */
  #object(answer, names) {
    if (answer.status >= 300) throw refusal(answer);
    if (!names.every((name) => name in answer.body)) throw new Obstacle('captive', 'an answer without its parts');
    return answer.body;
  }

  /** @param {string} method @param {string} path @param {Blob} [body] @param {Record<string, string>} [headers] */
  async #ask(method, path, body, headers) {
    return this.#inTime(understood(await this.#send(method, path, body, headers)));
  }

  /**
   * @param {string} method @param {string} path @param {Blob} [body] @param {Record<string, string>} [headers]
   * @returns {Promise<Response>}
   */
  async #send(method, path, body, headers) {
    const request = this.#fetch(path, {
      method,
      body,
      headers: { ...headers, Authorization: `Bearer ${this.#token}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(this.#patience),
    });
    const response = await this.#inTime(request);
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      throw new Obstacle('captive', 'a redirection');
    }
    return response;
  }

  /**
   * @template Result
   * @param {Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #inTime(work) {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Obstacle) throw error;
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      throw new Obstacle(timedOut ? 'slow' : 'offline', String(error));
    }
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Answer>} an answer of our server
 * @throws {Obstacle} when somebody else answered, or the server broke down before it could speak
 */
async function understood(response) {
  const text = await response.text();
  const body = parsed(text);
  const ours = typeof body === 'object' && body !== null && (response.ok || codeFits(body, response.status));
  if (ours) return { status: response.status, headers: response.headers, body };
  if (response.status >= 500 && response.status !== SIGN_IN_FIRST) throw new Obstacle('server', String(response.status));
  if (response.status === 429) throw new Obstacle('busy');
  if (response.status === 413) throw new Obstacle('refused', '413');
  throw new Obstacle('captive', String(response.status));
}

/** @param {string} [secret] @returns {Record<string, string>} */
function asPerson(secret) {
  return secret ? { 'Fieldkit-Person': secret } : {};
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {{code?: unknown}} body @param {number} status */
function codeFits(body, status) {
  return typeof body.code === 'string' && body.code.startsWith(`${status}.`);
}

/** @param {Answer} answer which our server gave @returns {Obstacle} */
function refusal({ status, body }) {
  const said = [body.what, body.remedy].filter((part) => typeof part === 'string' && part).join(' ');
  if (status === 401 || status === 403) return new Obstacle('revoked', said);
  if (status === 409 && body.code === '409.instance-differs') return new Obstacle('conflict', said);
  if (status === 429) return new Obstacle('busy', said);
  if (status >= 500) return new Obstacle('server', said);
  return new Obstacle('refused', said);
}

/** @param {Headers} headers */
function offsetOf(headers) {
  const text = headers.get('Upload-Offset') ?? '';
  if (!/^\d+$/.test(text)) throw new Obstacle('captive', 'an answer without an offset');
  return Number(text);
}

/** The token goes to our own server and nowhere else. @param {string} url */
function sameOrigin(url) {
  const base = globalThis.location?.origin ?? 'http://localhost';
  const resolved = new URL(url, base);
  if (resolved.origin !== base) throw new Obstacle('refused', `an address elsewhere: ${resolved.origin}`);
  return resolved.pathname + resolved.search;
}
