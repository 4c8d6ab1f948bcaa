import assert from 'node:assert/strict';
import { createCipheriv, createHash, hkdfSync, pbkdf2Sync } from 'node:crypto';
import test from 'node:test';
import { between, HIDDEN_MS, isDue, UNTOUCHED_MS } from '../../fieldkit/tablet/lock/idle.js';
import { codeOf, isEasy, PICTURE_NAMES } from '../../fieldkit/tablet/lock/code.js';
import { currentPerson, holdAwake, isHeldAwake, isOpen, lock, Locked, onLock, openAtRest, returnSecret, sealAtRest, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { beginAttempt, NO_ATTEMPTS, pauseAfter, waited } from '../../fieldkit/tablet/lock/pause.js';
import { numberOf } from '../../fieldkit/tablet/lock/recovery.js';
import { openBlob, restKey, sealBlob } from '../../fieldkit/tablet/lock/rest.js';
import { ROUNDS, unwrapByCode, wrapByCode, WrongCode } from '../../fieldkit/tablet/lock/wrapping.js';

import { salted } from '../../fieldkit/tablet/sealing/salt.js';

/** @param {number} length @param {number} step @returns {Uint8Array<ArrayBuffer>} */
const bytes = (length, step) => Uint8Array.from({ length }, (_, i) => (i * step + 1) % 256);
const FEW = 1000;

test('four wrong attempts are free; then the wait doubles from half a minute to a quarter of an hour', () => {
  assert.deepEqual([1, 4, 5, 6, 7, 8, 9, 10, 50].map((wrong) => pauseAfter(wrong) / 1000), [0, 0, 30, 60, 120, 240, 480, 900, 900]);
});

test('an attempt counts as wrong from its beginning, and nothing is tried while one waits', () => {
  let attempts = NO_ATTEMPTS;
  for (let i = 0; i < 5; i += 1) attempts = /** @type {typeof NO_ATTEMPTS} */ (beginAttempt(attempts));
  assert.deepEqual(attempts, { wrong: 5, left: 30_000 });
  assert.equal(beginAttempt(attempts), null);
  assert.deepEqual(waited(attempts, 29_999), { wrong: 5, left: 1 });
  assert.deepEqual(beginAttempt(waited(attempts, 40_000)), { wrong: 6, left: 60_000 });
});

test('time that went backwards does not shorten the wait', () => {
  assert.equal(waited({ wrong: 5, left: 30_000 }, -86_400_000).left, 30_000);
});

for (const easy of ['111111', '123456', '654321', '890123', '210987', '121212', '123123', '112233', '998877', '147258', '111112']) {
  test(`${easy} is too easy`, () => assert.ok(isEasy('digits', [...easy])));
}

for (const fine of ['190364', '804271', '286051', '571930']) {
  test(`${fine} will do`, () => assert.ok(!isEasy('digits', [...fine])));
}

test('pictures in the order of the pad, or two of them over and over, are too easy', () => {
  assert.ok(isEasy('pictures', PICTURE_NAMES.slice(2, 8)));
  assert.ok(isEasy('pictures', ['sun', 'boat', 'sun', 'boat', 'sun', 'sun']));
  assert.ok(!isEasy('pictures', ['boat', 'sun', 'bell', 'boat', 'key', 'fish']));
});

test('no two orders of pictures give the same code', () => {
  assert.notEqual(codeOf('pictures', ['sun', 'tree']), codeOf('pictures', ['tree', 'sun']));
  assert.equal(codeOf('digits', [...'190364']), '190364');
});

test('a data key is wrapped as another implementation wraps it: PBKDF2-HMAC-SHA-256, then AES-256-GCM', async () => {
  const [dataKey, salt, iv] = [bytes(32, 7), bytes(16, 3), bytes(12, 5)];
  const kept = await wrapByCode(dataKey, '190364', 'person-1', { salt, iv, rounds: FEW });
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync('190364', salt, FEW, 32, 'sha256'), iv).setAAD(Buffer.from('fieldkit-pin/1 person-1'));
  const expected = Buffer.concat([iv, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  assert.equal(kept.wrapped, expected.toString('base64'));
  assert.deepEqual(await unwrapByCode(kept, '190364', 'person-1'), dataKey);
  await assert.rejects(unwrapByCode(kept, '190365', 'person-1'), WrongCode);
  await assert.rejects(unwrapByCode(kept, '190364', 'person-2'), WrongCode);
});

test('a PIN is stretched by 600,000 rounds unless a test says otherwise', async () => {
  assert.equal(ROUNDS, 600_000);
  assert.equal((await wrapByCode(bytes(32, 1), '190364', 'p', { salt: bytes(16, 1), iv: bytes(12, 1) })).rounds, ROUNDS);
});

test('what is at rest is what another implementation writes: HKDF for a key of its own, AES-256-GCM by the chunk', async () => {
  const [dataKey, salt] = [bytes(32, 11), bytes(16, 13)];
  const sealed = await sealBlob(await restKey(dataKey), new Blob(['answer'], { type: 'text/xml' }), 'p draft uuid:1', salt);
  const key = Buffer.from(hkdfSync('sha256', dataKey, salt, 'fieldkit-rest/1', 32));
  const iv = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from('p draft uuid:1'));
  const expected = Buffer.concat([salt, cipher.update('\0\x08text/xmlanswer'), cipher.final(), cipher.getAuthTag()]);
  assert.deepEqual(Buffer.from(await sealed.arrayBuffer()), expected);
});

test('a blob comes back with its type, whatever its length; cut, changed or as something else it does not open', async () => {
  const key = await restKey(bytes(32, 11));
  for (const length of [0, 1, 1024 * 1024 - 2, 1024 * 1024, 2 * 1024 * 1024 + 5]) {
    const sealed = await sealBlob(key, new Blob([bytes(length, 3)], { type: 'image/jpeg' }), 'a', bytes(16, 1));
    const opened = await openBlob(key, sealed, 'a');
    assert.equal(opened.type, 'image/jpeg');
    assert.deepEqual(new Uint8Array(await opened.arrayBuffer()), bytes(length, 3));
    await assert.rejects(openBlob(key, sealed, 'b'));
    await assert.rejects(openBlob(key, sealed.slice(0, sealed.size - 1), 'a'));
  }
  const long = await sealBlob(key, new Blob([bytes(2 * 1024 * 1024, 3)]), 'a', bytes(16, 1));
  await assert.rejects(openBlob(key, long.slice(0, 16 + 1024 * 1024 + 16), 'a'), 'the last chunks were cut off');
  await assert.rejects(openBlob(await restKey(bytes(32, 12)), long, 'a'));
});

test('without anybody signed in nothing is sealed or opened; a lock waits for whoever still keeps something', async () => {
  await assert.rejects(sealAtRest(new Blob(['x']), 'a'), Locked);
  const dataKey = bytes(32, 5);
  await signIn({ id: 'p', name: 'Amina' }, dataKey);
  assert.deepEqual(dataKey, new Uint8Array(32), 'the bytes of the key do not stay');
  /** @type {Blob | null} */
  let kept = null;
  const end = onLock(async (reason) => {
    assert.equal(reason, 'hide');
    assert.equal(isOpen(), false);
    kept = await sealAtRest(new Blob(['last word']), 'a');
  });
  assert.equal(await lock('hide'), true);
  end();
  assert.equal(currentPerson(), null);
  await assert.rejects(openAtRest(/** @type {any} */ (kept), 'a'), Locked);
  await signIn({ id: 'p', name: 'Amina' }, bytes(32, 5));
  assert.equal(await (await openAtRest(/** @type {any} */ (kept), 'a')).text(), 'last word');
  await signIn({ id: 'q', name: 'Nasrin' }, bytes(32, 5));
  await assert.rejects(openAtRest(/** @type {any} */ (kept), 'a'), 'another person’s, even under the same key');
});

test('the secret of who is signed in is made of their data key, and is gone with it', async () => {
  await lock('hide');
  await assert.rejects(returnSecret(), Locked);
  await signIn({ id: 'p', name: 'Amina' }, bytes(32, 5));
  const expected = Buffer.from(hkdfSync('sha256', bytes(32, 5), '', 'fieldkit-return/1', 32)).toString('hex');
  assert.equal(await returnSecret(), expected);
  await signIn({ id: 'q', name: 'Nasrin' }, bytes(32, 6));
  assert.notEqual(await returnSecret(), expected);
  await lock('hide');
  await assert.rejects(returnSecret(), Locked);
});

test('the key goes also when something could not be kept, and that is said', async () => {
  await signIn({ id: 'p', name: 'Amina' }, bytes(32, 5));
  const end = onLock(() => {
    throw new Error('full');
  });
  assert.equal(await lock('idle'), false);
  end();
  assert.equal(currentPerson(), null);
});

test('a tablet is held awake as long as anybody holds it', () => {
  const [one, other] = [holdAwake(), holdAwake()];
  one();
  one();
  assert.ok(isHeldAwake());
  other();
  assert.ok(!isHeldAwake());
});

test('it is due after five minutes untouched or one out of sight, by whichever clock saw more time go by', () => {
  const start = { steady: 0, clock: 0 };
  /** @param {number} steady @param {number} clock @param {{steady: number, clock: number} | null} hidden */
  const due = (steady, clock, hidden) => isDue({ touched: start, hidden, now: { steady, clock } });
  assert.ok(!due(UNTOUCHED_MS - 1, UNTOUCHED_MS - 1, null));
  assert.ok(due(UNTOUCHED_MS, 0, null));
  assert.ok(due(UNTOUCHED_MS, -86_400_000, null), 'a clock set back does not keep it open');
  assert.ok(due(10, UNTOUCHED_MS, null), 'nor does a tablet that slept');
  assert.ok(!due(HIDDEN_MS - 1, 0, start));
  assert.ok(due(HIDDEN_MS, 0, start));
  assert.equal(between({ steady: 5, clock: 9 }, { steady: 8, clock: 2 }), 3);
});

test('tablet and desk show the same six digits of a key', async () => {
  const key = bytes(65, 9);
  const digest = createHash('sha256').update(key).digest();
  const digits = String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
  assert.equal(await numberOf(key), `${digits.slice(0, 3)} ${digits.slice(3)}`);
});

test('salt follows the record, differs each time, and rounds its length up', () => {
  for (const xml of ['<data/>', `<data>${'é'.repeat(700)}</data>`, `<data>${'x'.repeat(1024 - 7 - 32 - 13)}</data>`]) {
    const one = salted(xml, bytes(16, 3));
    assert.ok(one.startsWith(xml));
    assert.match(one.slice(xml.length), /^<!--[0-9a-f]{32} *-->$/);
    assert.equal(new TextEncoder().encode(one).length % 1024, 0);
    assert.notEqual(one, salted(xml, bytes(16, 5)));
    assert.equal(one.length, salted(xml, bytes(16, 5)).length);
  }
});
