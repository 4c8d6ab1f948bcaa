/** What is done with the bundle: checked, measured, written, and listed for the service worker. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** @typedef {{path: string, contents: Uint8Array}} OutputFile */
/** @typedef {{inputs: Record<string, unknown>, outputs: Record<string, unknown>}} Metafile */

const gzipped = promisify(gzip);

/** Files that are not part of the app: written by make, or read by the server only. */
const NOT_SERVED = new Set(['sw.js']);
const KEPT = new Set(['ready']);

/**
 * The Solid runtimes in a bundle. The engine and our screens must share one, or nothing that changes is ever drawn.
 * @param {Metafile} metafile
 * @returns {string[]} paths of the runtimes, sorted
 */
export function solidRuntimes(metafile) {
  return Object.keys(metafile.inputs)
    .filter((path) => /(^|\/)solid-js\/dist\/[^/]+\.js$/.test(path))
    .sort();
}

/**
 * @param {Metafile} metafile
 * @throws {Error} when two Solid runtimes, the wrong one, or an engine with its own were bundled
 */
export function requireOneSolid(metafile) {
  const runtimes = solidRuntimes(metafile);
  const paths = Object.keys(metafile.inputs);
  const ownRuntime = paths.some((path) => path.endsWith('@getodk/xforms-engine/dist/index.js'));
  const right = runtimes.every((path) => path.endsWith('/solid.js'));
  if (runtimes.length > 1 || ownRuntime || !right) {
    const found = [...runtimes, ...(ownRuntime ? ['the engine’s own'] : [])].join(', ');
    throw new Error(`The bundle must hold exactly one Solid runtime, for browsers; it holds: ${found}.`);
  }
}

/**
 * What a tablet loads before it can work without network, fonts and pictures aside.
 * @param {OutputFile[]} files
 * @returns {Promise<number>} bytes, gzipped
 */
export async function firstLoadBytes(files) {
  const text = files.filter((file) => /\.(js|css|wasm)$/.test(file.path));
  const sizes = await Promise.all(text.map(async (file) => (await gzipped(file.contents)).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Write the files and remove what an earlier build left.
 * @param {string} folder
 * @param {OutputFile[]} files
 * @param {{firstLoad: number}} [app] given for the tablet app: `build.json` is written for the server
 */
export async function writeFolder(folder, files, app) {
  await mkdir(folder, { recursive: true });
  const written = new Map(files.map((file) => [basename(file.path), file.contents]));
  if (app) written.set('build.json', new TextEncoder().encode(buildList(files, app.firstLoad)));
  for (const [name, contents] of written) await writeFile(join(folder, name), contents);
  const stale = (await readdir(folder)).filter((name) => !written.has(name) && !KEPT.has(name));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true })));
}

/**
 * @param {OutputFile[]} files
 * @param {number} firstLoad
 */
function buildList(files, firstLoad) {
  const hashes = files
    .map((file) => /** @type {const} */ ([basename(file.path), digest(file.contents)]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const served = hashes.filter(([name]) => !NOT_SERVED.has(name));
  const find = (/** @type {RegExp} */ pattern) => served.map(([name]) => name).find((name) => pattern.test(name));
  return JSON.stringify({
    version: digest(new TextEncoder().encode(JSON.stringify(hashes))).slice(0, 12),
    script: find(/^app-.*\.js$/),
    style: find(/^style-.*\.css$/),
    first_load: firstLoad,
    files: Object.fromEntries(served),
  });
}

/** @param {Uint8Array} contents */
function digest(contents) {
  return createHash('sha256').update(contents).digest('hex').slice(0, 20);
}
