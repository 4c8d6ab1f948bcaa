import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test, { beforeEach } from 'node:test';
import { toBase64, utf8 } from '../../fieldkit/tablet/sealing/bytes.js';
import { Obstacle } from '../../fieldkit/tablet/sync/obstacle.js';
import { isErasureOrder } from '../../fieldkit/tablet/sync/order.js';
import { read } from '../../fieldkit/tablet/storage/database.js';
import { arrivedFor, keepReturned } from '../../fieldkit/tablet/storage/returned.js';
import { fetchReturned, readReturned } from '../../fieldkit/tablet/sync/returned.js';
import { Wire } from '../../fieldkit/tablet/sync/wire.js';
import { AMINA, beginAnew, come, SAMIRA } from './people.js';

const XML = '<data id="visit"><meta><instanceID>uuid:1</instanceID></meta></data>';
const SECRET = '5'.repeat(64);
const SOUND = randomBytes(700_000);
/** @param {string | Buffer} content */
const hash = (content) => createHash('sha256').update(content).digest('hex');
const LISTED = {
  instance_id: 'uuid:1',
  form: { form_id: 'visit', version: '3', title: 'A visit', languages: [], media: [] },
  title: 'Library, Tuesday',
  reason: 'Which street?',
  returned_at: '2026-05-04T10:00:00.000Z',
  xml_sha256: hash(XML),
  files: [{ name: 'sound.m4a', sha256: hash(SOUND), bytes: SOUND.length, type: 'audio/mp4' }],
};

/** The server, which gives stretches of files; `fail` may refuse one. */
class Server {
  /** @type {string[]} */ asked = [];
  sound = SOUND;
  /** @type {(range: string) => void} */ fail = () => {};

  /** @param {string} path @param {any} options @returns {Promise<Response>} */
  fetch = async (path, { headers }) => {
    assert.equal(headers['Fieldkit-Person'], SECRET);
    if (path === '/tablet/api/records/uuid%3A1/record.xml') return new Response(XML);
    assert.equal(path, `/tablet/api/records/uuid%3A1/files/${hash(SOUND)}`);
    this.asked.push(headers.Range);
    this.fail(headers.Range);
    const [from, last] = headers.Range.slice('bytes='.length).split('-').map(Number);
    return new Response(this.sound.subarray(from, last + 1), { status: 206 });
  };
}

beforeEach(beginAnew);

/** @returns {Promise<[IDBValidKey[], Blob[]]>} */
const settings = () => read(['settings'], async (transaction) => [await transaction.objectStore('settings').getAllKeys(), /** @type {Blob[]} */ (await transaction.objectStore('settings').getAll())]);

function setUp() {
  const server = new Server();
  const wire = new Wire('t'.repeat(43), { fetch: /** @type {any} */ (server.fetch), patience: 1000 });
  return { server, means: { wire, secret: SECRET, arrived: arrivedFor(AMINA.id) } };
}

test('a returned record comes back whole, its files in slices', async () => {
  const { server, means } = setUp();
  /** @type {number[]} */
  const shown = [];
  const { xml, files } = await fetchReturned(readReturned(LISTED), { ...means, show: ({ bytes }) => shown.push(bytes) });
  assert.equal(xml, XML);
  assert.equal(files.get('sound.m4a')?.type, 'audio/mp4');
  assert.deepEqual(Buffer.from((await files.get('sound.m4a')?.arrayBuffer()) ?? new ArrayBuffer(0)), SOUND);
  assert.ok(server.asked.length >= 2);
  assert.equal(shown.at(-1), SOUND.length);
});

test('after a cut only what is missing is asked for', async () => {
  const { server, means } = setUp();
  server.fail = (range) => {
    if (!range.startsWith('bytes=0-')) throw new TypeError('Failed to fetch');
  };
  await assert.rejects(fetchReturned(readReturned(LISTED), means), { reason: 'offline' });
  server.fail = () => {};
  server.asked = [];
  await fetchReturned(readReturned(LISTED), means);
  assert.ok(server.asked[0].startsWith(`bytes=${256 * 1024}-`));
});

test('what arrived before a reload is gone on with, lies encrypted, and is its person’s only', async () => {
  const { server, means } = setUp();
  server.fail = (range) => {
    if (!range.startsWith('bytes=0-')) throw new TypeError('Failed to fetch');
  };
  await assert.rejects(fetchReturned(readReturned(LISTED), means), { reason: 'offline' });
  const [, [slice]] = await settings();
  assert.ok(slice.size > 256 * 1024);
  assert.ok(!Buffer.from(await slice.arrayBuffer()).includes(SOUND.subarray(1000, 1032)));

  server.fail = () => {};
  server.asked = [];
  await come(SAMIRA); // whoever comes meanwhile neither gets it nor keeps it
  await assert.rejects(fetchReturned(readReturned(LISTED), means), { name: 'Locked' });
  assert.equal(server.asked.length, 0);
  await come(AMINA);
  const { files } = await fetchReturned(readReturned(LISTED), { ...means, arrived: arrivedFor(AMINA.id) });
  assert.ok(server.asked[0].startsWith(`bytes=${256 * 1024}-`));
  assert.deepEqual(Buffer.from((await files.get('sound.m4a')?.arrayBuffer()) ?? new ArrayBuffer(0)), SOUND);
});

test('what arrived goes with the file, and when the record is returned no longer', async () => {
  const { means } = setUp();
  await fetchReturned(readReturned(LISTED), means);
  await keepReturned(AMINA.id, [readReturned(LISTED)]);
  assert.ok((await settings())[0].some((key) => String(key).startsWith('arrived ')));
  await keepReturned(AMINA.id, []);
  assert.deepEqual((await settings())[0], [`returned ${AMINA.id}`]);
  await fetchReturned(readReturned(LISTED), means);
  await means.arrived.drop(hash(SOUND));
  assert.deepEqual((await settings())[0], [`returned ${AMINA.id}`]);
});

test('what arrives changed is not taken, and is fetched anew', async () => {
  const { server, means } = setUp();
  server.sound = Buffer.concat([SOUND.subarray(0, 699_999), Buffer.from('?')]);
  await assert.rejects(fetchReturned(readReturned(LISTED), means), Obstacle);
  server.sound = SOUND;
  await fetchReturned(readReturned(LISTED), means);
  await assert.rejects(fetchReturned(readReturned({ ...LISTED, xml_sha256: hash('other') }), means), Obstacle);
});

test('the order to empty this tablet counts only when the project signed it for this very tablet', async () => {
  const project = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const receiptKey = toBase64(await crypto.subtle.exportKey('raw', project.publicKey));
  const enrolment = { receiptKey, projectId: 'p', device: { id: 'd', name: 'Tablet 7' } };
  const words = { order: 'erase', device_id: 'd', project_id: 'p', at: '2026-05-04T10:00:00.000Z' };

  /** @param {object} said @param {CryptoKeyPair} by */
  async function signed(said, by = project) {
    const order = JSON.stringify(said);
    return { order, signature: toBase64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, by.privateKey, utf8(order))) };
  }
  assert.equal(await isErasureOrder(await signed(words), enrolment), true);
  assert.equal(await isErasureOrder(await signed({ ...words, device_id: 'another' }), enrolment), false);
  assert.equal(await isErasureOrder(await signed({ ...words, project_id: 'another' }), enrolment), false);
  assert.equal(await isErasureOrder(await signed({ ...words, order: 'sing' }), enrolment), false);
  assert.equal(await isErasureOrder(await signed(words, stranger), enrolment), false);
  const { order, signature } = await signed({ ...words, device_id: 'another' });
  assert.equal(await isErasureOrder({ order: order.replace('another', 'd'), signature }, enrolment), false);
  // A receipt is signed with the same key, and orders nothing.
  assert.equal(await isErasureOrder(await signed({ instance_id: 'uuid:1', project_id: 'p' }), enrolment), false);
  // It was withdrawn: the server said later that there is none. One that is made afterwards counts again.
  const later = (/** @type {string} */ noOrderAt) => ({ ...enrolment, noOrderAt });
  assert.equal(await isErasureOrder(await signed(words), later('2026-05-04T12:00:00.000Z')), false);
  assert.equal(await isErasureOrder(await signed(words), later('2026-05-04T10:00:30.000Z')), true);
  assert.equal(await isErasureOrder(await signed({ ...words, at: 'soon' }), later('2026-05-04T09:00:00.000Z')), false);
  assert.equal(await isErasureOrder(await signed({ ...words, at: '2026-05-04T12:00:01.000Z' }), later('2026-05-04T12:00:00.000Z')), true);
  for (const none of [null, undefined, {}, 'erase', { order, signature: '?' }]) assert.equal(await isErasureOrder(none, enrolment), false);
});
