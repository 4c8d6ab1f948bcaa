import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test from 'node:test';
import { toBase64, utf8 } from '../../fieldkit/tablet/sealing/bytes.js';
import { sealRecord } from '../../fieldkit/tablet/sealing/envelope.js';
import { readInvitation } from '../../fieldkit/tablet/sync/link.js';
import { Obstacle } from '../../fieldkit/tablet/sync/obstacle.js';
import { askForProject, bringForms, heardAgain } from '../../fieldkit/tablet/sync/refresh.js';
import { sendAll } from '../../fieldkit/tablet/sync/sync.js';
import { nextSize } from '../../fieldkit/tablet/sync/upload.js';
import { Wire } from '../../fieldkit/tablet/sync/wire.js';

const KEYS = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
const SEALING = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);

/** @param {CryptoKey} key */
const publicText = async (key) => toBase64(await crypto.subtle.exportKey('raw', key));

const ENROLMENT = {
  token: 't'.repeat(43),
  projectId: 'p',
  title: 'A study',
  sealingKey: await publicText(SEALING.publicKey),
  sealingKeyId: '0'.repeat(16),
  receiptKey: await publicText(KEYS.publicKey),
  device: { id: 'd', name: 'Tablet 1' },
  clockAhead: 0,
};

/** @param {string} id @param {Map<string, Blob>} [files] */
async function sealed(id, files = new Map()) {
  const plain = { instanceId: id, formId: 'visit', formVersion: '3', xml: `<data>${id}</data>`, files };
  const recipient = { publicKey: ENROLMENT.sealingKey, keyId: ENROLMENT.sealingKeyId };
  return sealRecord(plain, recipient, new Date('2026-05-04T09:30:00Z'), new Uint8Array(randomBytes(32)));
}

/** The tablet's outbox in memory, with the same functions. */
class Outbox {
  /** @type {Map<string, any>} */ records = new Map();
  /** @type {any[]} */ sent = [];
  /** @param {string} id @param {Map<string, Blob>} [files] */
  async add(id, files) {
    const { header, parts, manifest } = await sealed(id, files);
    this.records.set(id, { instanceId: id, title: 'Visit', startedAt: '', header, manifest, parts, state: 'ready', reason: '', detail: '' });
  }
  listWaiting = async () => [...this.records.values()];
  /** @param {string} id @param {number} index */
  loadPart = async (id, index) => this.records.get(id).parts[index];
  /** @param {string} id @param {object} outcome */
  noteOutcome = async (id, outcome) => void Object.assign(this.records.get(id), outcome);
  /** @param {any} sent */
  exchangeForReceipt = async (sent) => {
    this.sent.push(sent);
    this.records.delete(sent.instanceId);
  };
}

/** The server as docs/envelope.md describes it: resumable parts, then the envelope, then a signed receipt. */
class Server {
  /** @type {Map<string, Uint8Array>} */ held = new Map();
  /** @type {string[]} */ requests = [];
  /** @type {((method: string, path: string) => Response | Promise<Response> | undefined)[]} */ before = [];

  /** @param {string} path @param {any} options @returns {Promise<Response>} */
  fetch = async (path, { method, headers, body }) => {
    this.requests.push(`${method} ${path.split('/')[3]}`);
    assert.equal(headers.Authorization, `Bearer ${ENROLMENT.token}`);
    for (const intercept of this.before) {
      const answer = await intercept(method, path);
      if (answer) return answer;
    }
    if (path === '/tablet/api/envelopes') return this.envelope(JSON.parse(await body.text()));
    const sha256 = path.split('/').at(-1) ?? '';
    const held = this.held.get(sha256) ?? new Uint8Array();
    if (method === 'HEAD') return new Response(null, { headers: { 'Upload-Offset': String(held.length) } });
    return this.part(sha256, held, Number(headers['Upload-Offset']), Number(headers['Upload-Length']), new Uint8Array(await body.arrayBuffer()));
  };

  /** @param {string} sha256 @param {Uint8Array} held @param {number} offset @param {number} total @param {Uint8Array} bytes */
  part(sha256, held, offset, total, bytes) {
    if (offset !== held.length) return problem('409.offset', { 'Upload-Offset': String(held.length) });
    const joined = Buffer.concat([held, bytes]);
    if (joined.length === total && createHash('sha256').update(joined).digest('hex') !== sha256) {
      this.held.delete(sha256);
      return problem('422.part-hash');
    }
    this.held.set(sha256, joined);
    return Response.json({ offset: joined.length });
  }

  /** @param {import('../../fieldkit/tablet/sealing/envelope.js').Header} header */
  async envelope(header) {
    const missing = header.parts.filter((part) => this.held.get(part.sha256)?.length !== part.bytes).map((part) => part.sha256);
    if (missing.length) return Response.json({ code: '409.parts-missing', missing }, { status: 409 });
    return Response.json(await this.receipt(header), { status: 201 });
  }

  /** @type {(id: string) => any} */ manifestOf = () => undefined;

  /** @param {import('../../fieldkit/tablet/sealing/envelope.js').Header} header */
  async receipt(header) {
    const manifest = this.manifestOf(header.instance_id);
    const files = Object.fromEntries(manifest.files.map((/** @type {any} */ file) => [file.name, file.sha256]));
    const receipt = JSON.stringify({
      instance_id: header.instance_id, form_id: header.form_id, form_version: header.form_version,
      xml_sha256: manifest.xml_sha256, files, complete: true, received_at: '2026-05-04T10:00:00.000Z', project_id: 'p',
    });
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, KEYS.privateKey, utf8(receipt));
    return { receipt, signature: toBase64(signature) };
  }
}

/** @param {string} code @param {Record<string, string>} [headers] */
function problem(code, headers) {
  return Response.json({ code, what: 'What happened.', where: '', remedy: 'What to do.' }, { status: parseInt(code, 10), headers });
}

async function setUp() {
  const outbox = new Outbox();
  const server = new Server();
  server.manifestOf = (id) => outbox.records.get(id)?.manifest;
  const wire = new Wire(ENROLMENT.token, { fetch: /** @type {any} */ (server.fetch), patience: 1000 });
  const send = () => sendAll(ENROLMENT, outbox, wire, () => {});
  return { outbox, server, wire, send };
}

test('a record with a photo of some megabytes goes in slices and is let go for its receipt', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1', new Map([['photo.jpg', new Blob([randomBytes(3_000_000)], { type: 'image/jpeg' })]]));
  assert.equal(await send(), null);
  assert.equal(outbox.records.size, 0);
  assert.equal(outbox.sent[0].receivedAt, '2026-05-04T10:00:00.000Z');
  assert.equal(outbox.sent[0].files, 1);
  assert.ok(server.requests.filter((request) => request === 'PUT parts').length >= 5);
});

test('after a cut the upload goes on where the server’s copy ends', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1', new Map([['photo.jpg', new Blob([randomBytes(2_000_000)])]]));
  let puts = 0;
  server.before = [(method) => (method === 'PUT' && (puts += 1) === 4 ? Promise.reject(new TypeError('Failed to fetch')) : undefined)];
  assert.equal(await send(), 'offline');
  assert.equal(outbox.records.get('uuid:1').state, 'ready');
  assert.equal(outbox.records.get('uuid:1').reason, 'offline');
  const heldAfterCut = [...server.held.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  assert.ok(heldAfterCut > 256 * 1024);
  const before = server.requests.length;
  assert.equal(await send(), null);
  assert.equal(outbox.sent.length, 1);
  assert.ok(server.requests.length - before < 10);
});

test('a reply that was cut after the server had stored the slice costs one question', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1', new Map([['photo.jpg', new Blob([randomBytes(700_000)])]]));
  const real = server.part.bind(server);
  let lost = false;
  server.part = (...slice) => {
    const answer = real(...slice);
    if (lost || slice[4].length < 1000) return answer;
    lost = true;
    throw new TypeError('network error');
  };
  assert.equal(await send(), 'offline');
  assert.equal(await send(), null);
});

test('an offset that another upload moved is corrected', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1', new Map([['photo.jpg', new Blob([randomBytes(700_000)])]]));
  let lied = false;
  server.before = [
    (method, path) => {
      if (method !== 'HEAD' || lied || path.includes(outbox.records.get('uuid:1').header.parts[0].sha256)) return undefined;
      lied = true;
      return new Response(null, { headers: { 'Upload-Offset': '100' } });
    },
  ];
  assert.equal(await send(), null);
  assert.equal(outbox.sent.length, 1);
});

test('a part that the server lost is sent again', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1');
  let swept = false;
  server.before = [
    (method) => {
      if (method === 'POST' && !swept) {
        swept = true;
        server.held.delete(outbox.records.get('uuid:1').header.parts[1].sha256);
      }
      return undefined;
    },
  ];
  assert.equal(await send(), null);
  assert.equal(outbox.sent.length, 1);
});

/** @type {[string, Response | (() => Response), string, string][]} what answers, what it is, where the record is */
const ANSWERS = [
  ['a sign-in page with 200', () => new Response('<html>Welcome to the café</html>', { headers: { 'Content-Type': 'text/html' } }), 'captive', 'ready'],
  ['JSON of somebody else with 200', () => Response.json({ hello: 'world' }), 'captive', 'ready'],
  ['a list', () => Response.json([]), 'captive', 'ready'],
  ['a redirection', () => new Response(null, { status: 302, headers: { Location: 'http://portal.test/' } }), 'captive', 'ready'],
  ['a network that wants a sign-in and says so', () => new Response('<html>Sign in</html>', { status: 511 }), 'captive', 'ready'],
  ['a page that forbids, not ours', () => new Response('<html>Blocked</html>', { status: 403 }), 'captive', 'ready'],
  ['a proxy without a server', () => new Response('<html>Bad Gateway</html>', { status: 502 }), 'server', 'ready'],
  ['a server that stops', () => problem('503.shutting-down'), 'server', 'ready'],
  ['too many at once', () => problem('429.busy'), 'busy', 'ready'],
  ['a tablet that was revoked', () => problem('403.revoked'), 'revoked', 'needs-you'],
  ['a token nobody knows', () => problem('401.token'), 'revoked', 'needs-you'],
  ['other answers under the same id', () => problem('409.instance-differs'), 'conflict', 'needs-you'],
  ['an envelope that cannot be opened', () => problem('422.envelope'), 'refused', 'needs-you'],
  ['a receipt that is none', () => Response.json({ receipt: '{}', signature: 'AAAA' }, { status: 201 }), 'receipt', 'needs-you'],
];

for (const [what, answer, reason, state] of ANSWERS) {
  test(`${what}: the record stays, in ${state}, because of ${reason}`, async () => {
    const { outbox, server, send } = await setUp();
    await outbox.add('uuid:1');
    server.before = [(method) => (method === 'POST' ? /** @type {() => Response} */ (answer)() : undefined)];
    const met = await send();
    assert.equal(outbox.sent.length, 0);
    assert.deepEqual([outbox.records.get('uuid:1').reason, outbox.records.get('uuid:1').state], [reason, state]);
    const concernsAll = !['conflict', 'refused', 'receipt'].includes(reason);
    assert.equal(met, concernsAll ? reason : null);
  });
}

test('a sign-in page in the place of every answer keeps every record', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1');
  server.before = [(method) => new Response(method === 'HEAD' ? null : '<html></html>')];
  assert.equal(await send(), 'captive');
  assert.equal(outbox.records.get('uuid:1').state, 'ready');
});

test('a server that never answers is given up in time', async () => {
  const outbox = new Outbox();
  await outbox.add('uuid:1');
  const never = (/** @type {string} */ _path, /** @type {any} */ { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const wire = new Wire(ENROLMENT.token, { fetch: /** @type {any} */ (never), patience: 20 });
  const alive = setTimeout(() => {}, 5000); // node lets a process end while only a timeout's signal is awaited
  assert.equal(await sendAll(ENROLMENT, outbox, wire, () => {}), 'slow');
  clearTimeout(alive);
  assert.equal(outbox.records.get('uuid:1').state, 'ready');
});

test('an upload takes as long as it takes: patience is for one slice, not for the whole', async () => {
  const { outbox, server } = await setUp();
  await outbox.add('uuid:1', new Map([['film.mp4', new Blob([randomBytes(12_000_000)])]]));
  server.before = [(method) => (method === 'PUT' ? new Promise((resolve) => setTimeout(() => resolve(/** @type {any} */ (undefined)), 60)) : undefined)];
  const wire = new Wire(ENROLMENT.token, { fetch: /** @type {any} */ (server.fetch), patience: 200 });
  const begun = performance.now();
  assert.equal(await sendAll(ENROLMENT, outbox, wire, () => {}), null);
  assert.ok(performance.now() - begun > 400);
  assert.equal(outbox.sent.length, 1);
});

test('one record that the server refuses does not hold up the next', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1');
  await outbox.add('uuid:2');
  let posts = 0;
  server.before = [(method) => (method === 'POST' && (posts += 1) === 1 ? problem('409.instance-differs') : undefined)];
  assert.equal(await send(), null);
  assert.deepEqual([...outbox.records.keys()], ['uuid:1']);
  assert.equal(outbox.records.get('uuid:1').detail, 'What happened. What to do.');
});

test('a revoked tablet says so on every record that waits', async () => {
  const { outbox, server, send } = await setUp();
  await outbox.add('uuid:1');
  await outbox.add('uuid:2');
  server.before = [(method) => (method === 'HEAD' ? new Response(null, { status: 403 }) : problem('403.revoked'))];
  assert.equal(await send(), 'revoked');
  assert.deepEqual([...outbox.records.values()].map((record) => record.state), ['needs-you', 'needs-you']);
});

test('sealed bytes that were damaged here are not sent as if they were whole', async () => {
  const { outbox, send, server } = await setUp();
  await outbox.add('uuid:1');
  const record = outbox.records.get('uuid:1');
  record.parts[1] = new Blob([randomBytes(record.parts[1].size)]);
  assert.equal(await send(), null);
  assert.equal(record.reason, 'damaged');
  assert.ok(!server.requests.includes('POST envelopes'));
});

test('the slices grow while the network is quick and shrink while it is slow', () => {
  assert.equal(nextSize(256 * 1024, 100), 512 * 1024);
  assert.equal(nextSize(4 * 1024 * 1024, 100), 4 * 1024 * 1024);
  assert.equal(nextSize(256 * 1024, 5000), 256 * 1024);
  assert.equal(nextSize(256 * 1024, 30_000), 128 * 1024);
  assert.equal(nextSize(32 * 1024, 30_000), 32 * 1024);
});

test('forms take their place only when every file arrived as it was published', async () => {
  const xform = '<h:html/>';
  const sha256 = createHash('sha256').update(xform).digest('hex');
  const listed = {
    form_id: 'visit', version: '1', title: 'Visit', languages: [{ name: 'English', code: 'en' }], xform_sha256: sha256,
    xform_url: '/tablet/api/forms/1/xform', media: [],
  };
  let content = 'something else';
  const wire = new Wire(ENROLMENT.token, {
    fetch: /** @type {any} */ (async (/** @type {string} */ path) => (path.endsWith('/forms') ? Response.json({ forms: [listed] }) : new Response(content))),
  });
  /** @type {any[]} */
  const offered = [];
  const shelf = { heldBlobs: async () => new Set(), keepBlob: async () => {}, offerForms: async (/** @type {any[]} */ forms) => void offered.push(...forms) };
  await assert.rejects(bringForms(wire, /** @type {any} */ (shelf)), Obstacle);
  assert.equal(offered.length, 0);
  content = xform;
  await bringForms(wire, /** @type {any} */ (shelf));
  assert.equal(offered[0].key, '["visit","1"]');
});

test('a clock that is wrong is measured against the server’s', async () => {
  const card = {
    project_id: 'p', title: 'A study', sealing_key: 'k', sealing_key_id: 'i', receipt_key: 'r', device: { id: 'd', name: 'Tablet 1' },
    server_time: '2026-05-04T09:30:00.000Z',
  };
  const wire = new Wire(ENROLMENT.token, { fetch: /** @type {any} */ (async () => Response.json(card)) });
  const moments = [new Date('2026-05-04T11:30:00.000Z'), new Date('2026-05-04T11:30:02.000Z')];
  const enrolment = await askForProject(ENROLMENT.token, wire, () => /** @type {Date} */ (moments.shift()));
  assert.equal(enrolment.clockAhead, 2 * 3600 * 1000 + 1000);
  assert.equal(enrolment.noOrderAt, card.server_time);
  Object.assign(card, { order: { order: '{}', signature: '' } });
  assert.equal((await askForProject(ENROLMENT.token, wire, () => new Date())).noOrderAt, null);
});

test('no answer changes the keys or the project; an order that was withdrawn stays withdrawn', () => {
  const before = { ...ENROLMENT, noOrderAt: '2026-05-04T10:00:00.000Z' };
  for (const other of [{ projectId: 'q' }, { sealingKey: 'k' }, { sealingKeyId: '1'.repeat(16) }, { receiptKey: 'k' }, { device: { id: 'e', name: 'Tablet 1' } }]) {
    assert.throws(() => heardAgain({ ...before, ...other }, before), { reason: 'refused' });
  }
  const again = heardAgain({ ...ENROLMENT, title: 'Renamed', device: { id: 'd', name: 'Tablet 2' }, order: { order: '{}', signature: '' }, noOrderAt: null }, before);
  assert.deepEqual([again.title, again.device.name, again.noOrderAt], ['Renamed', 'Tablet 2', before.noOrderAt]);
  assert.equal(heardAgain({ ...ENROLMENT, noOrderAt: '2026-05-05T10:00:00.000Z' }, before).noOrderAt, '2026-05-05T10:00:00.000Z');
});

test('the token is never sent to another server', async () => {
  const wire = new Wire(ENROLMENT.token, { fetch: /** @type {any} */ (() => assert.fail('asked')) });
  await assert.rejects(wire.file('https://elsewhere.test/form.xml'), Obstacle);
  await assert.rejects(wire.file('//elsewhere.test/form.xml'), Obstacle);
});

test('an enrolment link is read, scanned or typed; what is none is not taken for one', () => {
  const token = 'A'.repeat(43);
  const origin = 'https://field.example';
  assert.deepEqual(readInvitation(` ${origin}/tablet/#enrol=${token}\n`, origin), { token });
  assert.deepEqual(readInvitation(token, origin), { token });
  assert.deepEqual(readInvitation(`https://other.example/tablet/#enrol=${token}`, origin), { elsewhere: `https://other.example/tablet/#enrol=${token}` });
  for (const text of ['', 'hello', `${origin}/tablet/`, `${origin}/tablet/#enrol=short`, `javascript:alert(1)#enrol=${token}`]) {
    assert.equal(readInvitation(text, origin), null, text);
  }
});
