/**
 * Cuts the two typefaces down to what French needs, into `src/ui/fonts` (not committed). The whole
 * « latin » files weigh 75 kB; the first visit may weigh 70 kB in all (docs/architecture.md). A character
 * outside this set falls back to the « latin-ext » files by `unicode-range` (src/ui/fonts.css).
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, 'src/ui/fonts');
const ATKINSON = 'atkinson-hyperlegible-next';
const BRICOLAGE = 'bricolage-grotesque';

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join('');

const LETTERS_OF_TITLES = `${range(0x20, 0x7e)}ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜàâäæçèéêëîïñóòôöùûüíáÿ«»·°²§×\u00a0\u00ad`;
const FRENCH = 'ŒœŸ‐‑–—‘’“”…›€→−\u2009\u202f';
const TEXT = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}${FRENCH}‚„•‹™←↑↓≤≥≠\u2002`;
const FEATURES = ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'tnum', 'liga'];

mkdirSync(OUT, { recursive: true });
await cut(ATKINSON, TEXT, { wght: { min: 400, max: 700 } });
// One weight between the 600 and 700 of the titles: the axis alone would cost 12 kB.
await cut(BRICOLAGE, LETTERS_OF_TITLES + FRENCH, { wght: 650 });
for (const family of [ATKINSON, BRICOLAGE]) {
  copyFileSync(source(family, 'latin-ext'), join(OUT, `${family}-latin-ext.woff2`));
}

async function cut(family: string, text: string, variationAxes: object): Promise<void> {
  const target = join(OUT, `${family}-fr.woff2`);
  const original = source(family, 'latin');
  if (
    existsSync(target) &&
    newest(original, fileURLToPath(import.meta.url)) < statSync(target).mtimeMs
  )
    return;
  const subset = await subsetFont(readFileSync(original), text, {
    targetFormat: 'woff2',
    noHinting: true,
    keepFeatures: FEATURES,
    variationAxes
  });
  writeFileSync(target, subset);
  process.stderr.write(`Fonts: ${family}-fr.woff2, ${(subset.length / 1000).toFixed(1)} kB\n`);
}

function source(family: string, script: string): string {
  return join(
    ROOT,
    `node_modules/@fontsource-variable/${family}/files/${family}-${script}-wght-normal.woff2`
  );
}

function newest(...files: string[]): number {
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
