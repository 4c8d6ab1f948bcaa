/** The fonts: taken from npm, named as look.css names them, found by the bundler wherever a sheet asks for them. */
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Package and subset of every font file; each comes in the two weights of the look. */
const SUBSETS = [
  ['noto-sans', 'latin'],
  ['noto-sans', 'latin-ext'],
  ['noto-sans', 'cyrillic'],
  ['noto-sans-arabic', 'arabic'],
  ['noto-sans-ethiopic', 'ethiopic'],
];
const WEIGHTS = [400, 700];

/**
 * Copy the fonts to `fieldkit/look/fonts`.
 * @param {string} root the repository
 */
export async function copyFonts(root) {
  const target = join(root, 'fieldkit/look/fonts');
  await mkdir(target, { recursive: true });
  for (const [family, subset] of SUBSETS) {
    for (const weight of WEIGHTS) {
      const name = `${family}-${subset}-${weight}-normal.woff2`;
      await copyFile(join(root, `node_modules/@fontsource/${family}/files/${name}`), join(target, name));
    }
  }
}

/**
 * Let a sheet name a font as the server serves it (`/look/fonts/…`) or relative to look.css.
 * @param {string} root the repository
 * @returns {import('esbuild').Plugin}
 */
export function fontsOfLook(root) {
  return {
    name: 'fonts-of-look',
    setup(builder) {
      builder.onResolve({ filter: /\.woff2$/ }, (asked) => ({
        path: join(root, 'fieldkit/look/fonts', basename(asked.path)),
      }));
    },
  };
}
