import assert from 'node:assert/strict';
import test from 'node:test';
import { additionXml, besideTheirRecords } from '../../fieldkit/tablet/sync/kit-records.js';
import { networkKind, SMALL_BYTES, waitsForWifi } from '../../fieldkit/tablet/sync/metered.js';
import { makeSpareCopy, spareName } from '../../fieldkit/tablet/sync/spare.js';

/** @param {...number} sizes of the parts @returns {any} */
const header = (...sizes) => ({ instance_id: 'uuid:1', parts: sizes.map((bytes, i) => ({ sha256: String(i), bytes })) });

test('a network costs money when the browser says mobile data or save data; mostly it says nothing', () => {
  assert.equal(networkKind({ type: 'cellular' }), 'paid');
  assert.equal(networkKind({ type: 'wifi', saveData: true }), 'paid');
  assert.equal(networkKind({ type: 'wifi' }), 'free');
  assert.equal(networkKind({ type: 'ethernet' }), 'free');
  for (const silent of [undefined, {}, { type: 'unknown' }, { type: 'bluetooth' }]) assert.equal(networkKind(silent), 'unknown');
});

test('a large record waits where data may cost money, and only if somebody chose so', () => {
  const large = header(200, SMALL_BYTES);
  const small = header(200, SMALL_BYTES - 201);
  for (const network of /** @type {const} */ (['paid', 'unknown'])) {
    assert.equal(waitsForWifi(large, 'small', network), true);
    assert.equal(waitsForWifi(small, 'small', network), false);
    assert.equal(waitsForWifi(large, 'all', network), false);
  }
  assert.equal(waitsForWifi(large, 'small', 'free'), false);
});

test('an addition is XML whatever is written in it', () => {
  const xml = additionXml({ instanceId: 'uuid:2', addsTo: 'uuid:1', words: 'He said <no> & "left"\u0000 \uD800 نعم 🙂', files: ['photo.jpg'] });
  assert.equal(
    xml,
    '<addition id="fieldkit-addition" version="1"><adds_to>uuid:1</adds_to><words>He said &lt;no&gt; &amp; "left"  نعم 🙂</words>' +
      '<files><file>photo.jpg</file></files><meta><instanceID>uuid:2</instanceID></meta></addition>',
  );
});

test('what was added stands after its record, and by itself where its record is elsewhere', () => {
  const records = [{ instanceId: 'a', addsTo: 'c' }, { instanceId: 'b', addsTo: 'gone' }, { instanceId: 'c' }, { instanceId: 'd' }, { instanceId: 'e', addsTo: 'c' }];
  assert.deepEqual(besideTheirRecords(records).map((record) => record.instanceId), ['b', 'c', 'a', 'e', 'd']);
});

test('a spare copy holds every whole record, and says which', async () => {
  const whole = { instanceId: 'uuid:1', header: header(3, 2) };
  const damaged = { instanceId: 'uuid:2', header: header(9) };
  const shelf = { listWaiting: async () => [whole, damaged], loadPart: async (/** @type {string} */ id, /** @type {number} */ index) => new Blob([id === 'uuid:1' ? ['abc', 'de'][index] : 'short']) };
  const { file, records } = await makeSpareCopy({ projectId: 'p', deviceId: 'd', savedAt: new Date('2026-05-04T09:30:00Z') }, /** @type {any} */ (shelf));
  assert.equal(records, 1);
  const bytes = Buffer.from(await file.arrayBuffer());
  assert.equal(bytes.subarray(0, 17).toString(), 'fieldkit-spare/1\n');
  const length = Number(bytes.readBigUInt64BE(17));
  const index = JSON.parse(bytes.subarray(25, 25 + length).toString());
  assert.deepEqual(index, { project_id: 'p', device_id: 'd', saved_at: '2026-05-04T09:30:00.000Z', records: [whole.header] });
  assert.equal(bytes.subarray(25 + length).toString(), 'abcde');
});

test('the name of a spare copy tells nobody what it is of', () => {
  assert.equal(spareName(new Date('2026-05-04T09:30:00Z')), 'copy-202605040930.fieldkit');
});
