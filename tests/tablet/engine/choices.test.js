import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Choice, byValue, optionsOf, plainChoice } from '../../../fieldkit/tablet/engine/choices.js';

/** A row of a list as the engine holds it. @param {Record<string, string>} cells */
function row(cells) {
  const node = (/** @type {string} */ localName, /** @type {string} */ text) => ({ nodeType: 'static-element', qualifiedName: { localName }, getXPathValue: () => text, getXPathChildNodes: () => [] });
  const between = { ...node('', '\n'), nodeType: 'static-text' };
  return { ...node('item', ''), getXPathChildNodes: () => [between, ...Object.entries(cells).map(([name, text]) => node(name, text)), between] };
}

const label = (/** @type {string} */ words) => /** @type {any} */ ({ asString: words });
const reading = (/** @type {string} */ value, /** @type {string} */ words, source = 'reference') => ({ value: { expression: value }, label: { chunks: [{ expression: words, source }] } });

test('a row whose value and words are columns is a choice, whatever else stands in it', () => {
  const choice = plainChoice(reading('code', 'título'), row({ code: 'c1', título: 'Old mill', geometry: '44 11 0 0' }), label);
  assert.ok(choice instanceof Choice);
  assert.equal(choice.value, 'c1');
  assert.equal(choice.label.asString, 'Old mill');
  assert.deepEqual(choice.properties.at(-1), ['geometry', '44 11 0 0']);
});

test('a column that is not there is empty, and words are made once and only when they are asked for', () => {
  let made = 0;
  const choice = plainChoice(reading('code', 'title'), row({ code: 'c1' }), (words) => (made++, label(words)));
  assert.equal(made, 0);
  assert.equal(choice?.label.asString, '');
  assert.equal(choice?.label, choice?.label);
  assert.equal(made, 1);
});

test('words that are computed or translated, and rows that people add, are left to the engine', () => {
  const of = (/** @type {any} */ itemset, from = row({ code: 'c1' })) => plainChoice(itemset, from, label);
  assert.equal(of(reading('code', "jr:itext('a')", 'translation')), null);
  assert.equal(of(reading('code', 'concat(a, b)')), null);
  assert.equal(of(reading('../code', 'title')), null);
  assert.equal(of({ value: { expression: 'code' }, label: null }), null);
  assert.equal(of(reading('code', 'title'), { ...row({ code: 'c1' }), nodeType: 'repeat-instance' }), null);
});

test('of two choices of one value the first is found', () => {
  const options = [{ value: 'a', n: 1 }, { value: 'b', n: 2 }, { value: 'a', n: 3 }];
  assert.deepEqual([...byValue(options).values()], options.slice(0, 2));
});

test('a list that nobody watches is read as it is', () => {
  const options = [new Choice('a', () => label('A'), row({}))];
  assert.equal(optionsOf({ currentState: { valueOptions: options } }), options);
});
