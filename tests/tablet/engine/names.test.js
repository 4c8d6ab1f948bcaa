import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf, fileNamer, plainName } from '../../../fieldkit/tablet/engine/names.js';

test('two photos of the same question never collide', () => {
  const name = fileNamer([]);
  assert.deepEqual([name('sign', '.jpg'), name('sign', '.jpg'), name('sign', '.jpg')], ['sign.jpg', 'sign-2.jpg', 'sign-3.jpg']);
});

test('a name that the record already uses is not given again, in whatever case or Unicode form', () => {
  const name = fileNamer(['Cafe\u0301.JPG']);
  assert.equal(name('caf\u00e9', '.jpg'), 'caf\u00e9-2.jpg');
});

test('names are composed and hold nothing that could leave a folder', () => {
  assert.equal(plainName('Cafe\u0301 menu'), 'Caf\u00e9-menu');
  assert.equal(plainName('../../etc/passwd'), 'etc-passwd');
  assert.equal(plainName('صورة اللافتة'), 'صورة-اللافتة');
  assert.equal(plainName('😀'), 'file');
  assert.equal(plainName(''), 'file');
});

test('a name of two hundred letters becomes one that every file system takes', () => {
  const name = fileNamer([])('ا'.repeat(200), '.jpg');
  assert.ok(new TextEncoder().encode(name).length <= 255);
});

test('an ending is one that is known, from the name or else from the type, and never a word of the person', () => {
  assert.equal(endingOf({ name: 'Zubeyda passport.JPG', type: 'image/jpeg' }), '.jpg');
  assert.equal(endingOf({ name: 'talk.opus', type: 'audio/ogg' }), '.opus');
  assert.equal(endingOf({ name: 'passport.Zubeyda', type: 'image/png' }), '.png');
  assert.equal(endingOf({ name: 'recording', type: 'audio/webm;codecs=opus' }), '.weba');
  assert.equal(endingOf({ name: 'passport.Zubeyda', type: 'application/x-zubeyda' }), '');
  assert.equal(endingOf({ name: 'passport', type: '' }), '');
  assert.equal(endingOf({ name: '.', type: '' }), '');
});
