/**
 * Builds everything a browser loads that is not written as it is served: the tablet app, the page scripts, the fonts.
 *
 * The same sources give the same bytes. Nothing of it is committed.
 *
 *   fieldkit/look/fonts/            Noto Sans from npm, under the names that look.css uses
 *   fieldkit/web/static/vendor/     htmx and the page scripts of fieldkit/web/scripts
 *   fieldkit/web/static/tablet/     the tablet app; build.json names its files for the server (fieldkit/web/tablet/shell.py)
 */
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { engineParts } from './fieldkit/tablet/build/engine.js';
import { copyFonts, fontsOfLook } from './fieldkit/tablet/build/fonts.js';
import { iconFiles } from './fieldkit/tablet/build/icons.js';
import { firstLoadBytes, requireOneSolid, writeFolder } from './fieldkit/tablet/build/output.js';

const root = dirname(fileURLToPath(import.meta.url));
const FIRST_LOAD_LIMIT = 350 * 1024;

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  minify: true,
  sourcemap: false,
  metafile: true,
  legalComments: 'none',
  charset: 'utf8',
  target: ['chrome123', 'safari17.5', 'firefox128'],
  conditions: ['solid', 'browser'],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

/** Bundle the app: an entry, and parts (the form engine among them) that load when they are needed. */
async function buildApp() {
  const outdir = 'fieldkit/web/static/tablet';
  const app = await build({
    ...common,
    entryPoints: { app: 'fieldkit/tablet/main.js', style: 'fieldkit/tablet/app.css' },
    outdir,
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    plugins: [fontsOfLook(root), engineParts()],
  });
  const worker = await build({
    ...common,
    entryPoints: { sw: 'fieldkit/tablet/worker/sw.js' },
    outdir,
    format: 'iife',
  });
  const floor = await build({
    ...common,
    entryPoints: { floor: 'fieldkit/tablet/floor.js' },
    outdir,
    bundle: false,
    target: 'es5',
  });
  requireOneSolid(app.metafile ?? { inputs: {}, outputs: {} });
  return [app, worker, floor].flatMap((result) => result.outputFiles ?? []);
}

/** Bundle each page script of the server's pages, and htmx beside them. */
async function buildPageScripts() {
  const folder = join(root, 'fieldkit/web/scripts');
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort();
  const scripts = names.map((name) => `fieldkit/web/scripts/${name}`);
  const outdir = 'fieldkit/web/static/vendor';
  const pages = await build({ ...common, entryPoints: scripts, outdir, outbase: 'fieldkit/web/scripts', format: 'esm' });
  const htmx = await build({ ...common, entryPoints: { htmx: 'node_modules/htmx.org/dist/htmx.js' }, outdir, bundle: false });
  return [...(pages.outputFiles ?? []), ...(htmx.outputFiles ?? [])];
}

await copyFonts(root);
await writeFolder(join(root, 'fieldkit/web/static/vendor'), await buildPageScripts());
const app = await buildApp();
const first = await firstLoadBytes(app);
await writeFolder(join(root, 'fieldkit/web/static/tablet'), [...app, ...iconFiles()], { firstLoad: first });
console.log(`tablet app: ${(first / 1024).toFixed(0)} KB gzipped without fonts (limit ${FIRST_LOAD_LIMIT / 1024} KB)`);
if (first > FIRST_LOAD_LIMIT) {
  console.error('The tablet app is too large for its first load.');
  process.exitCode = 1;
}
