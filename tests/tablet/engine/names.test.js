import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNamer, plainName } from '../../../fieldkit/tablet/engine/names.js';

test('two photos of the same name never collide', () => {
  const name = fileNamer([]);
  const photo = { basename: 'image', extension: '.jpg' };
  assert.deepEqual([name(photo), name(photo), name(photo)], ['image.jpg', 'image-2.jpg', 'image-3.jpg']);
});

test('a name that the record already uses is not given again, in whatever case or Unicode form', () => {
  const name = fileNamer(['Cafe\u0301.JPG']);
  assert.equal(name({ basename: 'caf\u00e9', extension: '.jpg' }), 'caf\u00e9-2.jpg');
});

test('names are composed and hold nothing that could leave a folder', () => {
  assert.equal(plainName('Cafe\u0301 menu'), 'Caf\u00e9-menu');
  assert.equal(plainName('../../etc/passwd'), 'etc-passwd');
  assert.equal(plainName('صورة اللافتة'), 'صورة-اللافتة');
  assert.equal(plainName('😀'), 'file');
  assert.equal(plainName(''), 'file');
});

test('a name of two hundred letters becomes one that every file system takes', () => {
  const name = fileNamer([])({ basename: 'ا'.repeat(200), extension: '.jpg' });
  assert.ok(new TextEncoder().encode(name).length <= 255);
});

test('an ending is letters and digits only', () => {
  assert.equal(fileNamer([])({ basename: 'a', extension: '.J P/G' }), 'a.jpg');
  assert.equal(fileNamer([])({ basename: 'a', extension: null }), 'a');
});
