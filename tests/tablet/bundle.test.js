import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { inflateSync } from 'node:zlib';
import { iconFiles } from '../../fieldkit/tablet/build/icons.js';
import { MENDS, mended } from '../../fieldkit/tablet/build/mends.js';
import { firstLoadBytes, requireOneSolid, writeFolder } from '../../fieldkit/tablet/build/output.js';

const BUILT = new URL('../../fieldkit/web/static/tablet/', import.meta.url);
const LIST = JSON.parse(readFileSync(new URL('build.json', BUILT), 'utf8'));

/** @param {string[]} paths */
const bundleOf = (...paths) => ({ inputs: Object.fromEntries(paths.map((path) => [path, {}])), outputs: {} });

test('one Solid runtime for browsers is accepted', () => {
  requireOneSolid(bundleOf('node_modules/solid-js/dist/solid.js', 'node_modules/solid-js/store/dist/store.js', 'node_modules/@getodk/xforms-engine/dist/solid.js'));
});

test('two Solid runtimes stop the build', () => {
  const twice = bundleOf('node_modules/solid-js/dist/solid.js', 'node_modules/@getodk/xforms-engine/node_modules/solid-js/dist/solid.js');
  assert.throws(() => requireOneSolid(twice), /exactly one Solid runtime/);
});

test('an engine that brings a Solid of its own stops the build', () => {
  assert.throws(() => requireOneSolid(bundleOf('node_modules/solid-js/dist/solid.js', 'node_modules/@getodk/xforms-engine/dist/index.js')), /engine/);
});

test('the server’s Solid, which draws nothing, stops the build', () => {
  assert.throws(() => requireOneSolid(bundleOf('node_modules/solid-js/dist/server.js')), /server\.js/);
});

test('every mend of the form engine fits the pinned one, and another engine stops the build', () => {
  const source = readFileSync(new URL('../../node_modules/@getodk/xforms-engine/dist/solid.js', import.meta.url), 'utf8');
  const text = mended(source);
  for (const { from, to } of MENDS) assert.ok(!text.includes(from) && text.includes(to));
  assert.throws(() => mended(text), /not the one that is mended/);
});

test('the first load stays below 350 KB gzipped, the engine with it', async () => {
  const names = (await readdir(BUILT)).filter((name) => /\.(js|css|wasm)$/.test(name));
  const files = await Promise.all(names.map(async (name) => ({ path: name, contents: await readFile(new URL(name, BUILT)) })));
  const bytes = await firstLoadBytes(files);
  assert.ok(bytes > 100 * 1024, 'the engine is in it');
  assert.ok(bytes <= 350 * 1024, `${bytes} bytes`);
});

test('the form engine is not in the entry: the list of forms shows before it is loaded', () => {
  const entry = readFileSync(new URL(LIST.script, BUILT), 'utf8');
  assert.ok(entry.length < 120_000, `${entry.length} bytes`);
  assert.ok(Object.keys(LIST.files).some((name) => name.startsWith('part-')));
});

test('the sheet names only fonts that the app carries', () => {
  const sheet = readFileSync(new URL(LIST.style, BUILT), 'utf8');
  const fonts = [...sheet.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map((found) => found[1].replace(/^\.\//, ''));
  assert.ok(fonts.length >= 10);
  for (const font of fonts) assert.ok(LIST.files[font], font);
});

test('what an earlier build left is removed, and the same files give the same list', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await writeFile(join(folder, 'app-OLD.js'), 'old');
  await writeFile(join(folder, 'ready'), '');
  const files = [{ path: 'app-NEW.js', contents: new TextEncoder().encode('new') }, { path: 'style-A.css', contents: new Uint8Array() }];
  await writeFolder(folder, files, { firstLoad: 1 });
  const first = await readFile(join(folder, 'build.json'), 'utf8');
  assert.deepEqual((await readdir(folder)).sort(), ['app-NEW.js', 'build.json', 'ready', 'style-A.css']);
  await writeFolder(folder, [...files].reverse(), { firstLoad: 1 });
  assert.equal(await readFile(join(folder, 'build.json'), 'utf8'), first);
});

test('the icons are pictures of their size', () => {
  for (const { path, contents } of iconFiles().filter((file) => file.path.endsWith('.png'))) {
    const size = Number(path.match(/\d+/)?.[0]);
    const png = Buffer.from(contents);
    assert.equal(png.readUInt32BE(16), size);
    const data = png.indexOf('IDAT');
    const rows = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
    assert.equal(rows.length, size * (1 + 3 * size));
  }
});
