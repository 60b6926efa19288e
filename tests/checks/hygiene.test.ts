import { expect, test } from 'vitest';
import { checkHygiene } from '../../scripts/structure/hygiene.ts';

const TROIS_CONFLUENTS = 'demo/trois-confluents/structures.json';

function said(path: string, text: string): string[] {
  return checkHygiene({ root: '', files: [{ path, text }] }).map(({ message }) => message);
}

test.each([
  ['src/server/env.ts', "const folder = '/home/someone/maillage';", 'a path of one machine'],
  ['docs/architecture.md', 'Look in `/root/maillage`.', 'a path of one machine'],
  ['README.md', 'cp /tmp/file .', 'a path of one machine'],
  ['README.md', 'npm config set https://registry.npmjs.org', 'the host of a package registry'],
  ['package-lock.json', '"resolved": "https://example.org/a.tgz"', 'a download address'],
  ['src/app/purge.ts', '// TODO later', 'a promise without an issue number'],
  [TROIS_CONFLUENTS, '"phone": "05 63 00 11 22"', 'not in a range reserved for fiction'],
  [TROIS_CONFLUENTS, '"phone": "0612345678"', 'not in a range reserved for fiction'],
  [TROIS_CONFLUENTS, '"phone": "+33 5 63 00 11 22"', 'not in a range reserved for fiction']
])('%s may not hold %s', (path, text, message) => {
  expect(said(path, text)).toEqual([expect.stringContaining(message)]);
});

test.each([
  ['src/routes/+page.svelte', '<a href="/territoires/tmp/x">'],
  ['src/app/purge.ts', '// TODO(#12) when accounts exist'],
  [TROIS_CONFLUENTS, '"phone": "05 36 49 00 12"'],
  [TROIS_CONFLUENTS, '"phone": "+33 6 39 98 12 34", "siret": "12345678901234"'],
  ['demo/structures/dac.json', '"phone": "02 98 00 00 00"']
])('%s may hold %s', (path, text) => {
  expect(said(path, text)).toEqual([]);
});
