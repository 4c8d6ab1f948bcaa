/** Mends the form engine, and takes the WebAssembly out of its text, where it stands as base64 and grows by a third. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { mended } from './mends.js';

const WRITTEN = /^const (\w+) = "data:application\/wasm;base64,([^"]+)";$/gm;

/** Where the mended engine finds what it asks about patterns, days, choices and the order of nodes. */
const OURS = `import { fitsWhole } from "fieldkit:regex";
import { dayOf, daysOf, momentOf, timeOf } from "fieldkit:days";
import { Choice, byValue, plainChoice } from "fieldkit:choices";
import { documentOrder } from "fieldkit:order";
`;

/** What the pinned engine holds: its parser, and the language of XPath for it. */
const PARTS = 2;

/**
 * Lay each part beside the bundle, as a file of its own that the engine is given the address of.
 * @returns {import('esbuild').Plugin}
 */
export function engineParts() {
  return {
    name: 'engine-parts',
    setup(builder) {
      /** @type {Map<string, Uint8Array>} */
      const parts = new Map();
      builder.onLoad({ filter: /@getodk\/xforms-engine\/dist\/solid\.js$/ }, async ({ path }) => {
        const source = OURS + mended(await readFile(path, 'utf8'));
        const contents = source.replace(WRITTEN, (_, name, base64) => {
          parts.set(`${name}.wasm`, Buffer.from(base64, 'base64'));
          return `import ${name}File from "wasm:${name}.wasm";\nconst ${name} = new URL(${name}File, import.meta.url).href;`;
        });
        if (parts.size !== PARTS) throw new Error(`The form engine holds ${parts.size} parts of WebAssembly, not ${PARTS}: look at fieldkit/tablet/build/engine.js.`);
        return { contents, loader: 'js' };
      });
      builder.onResolve({ filter: /^fieldkit:/ }, ({ path }) => ({ path: fileURLToPath(new URL(`../engine/${path.replace('fieldkit:', '')}.js`, import.meta.url)) }));
      builder.onResolve({ filter: /^wasm:/ }, ({ path }) => ({ path: path.replace('wasm:', ''), namespace: 'wasm' }));
      builder.onLoad({ filter: /./, namespace: 'wasm' }, ({ path }) => ({ contents: parts.get(path), loader: 'file' }));
    },
  };
}
