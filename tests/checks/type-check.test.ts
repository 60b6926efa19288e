import { expect, test } from 'vitest';
import { run, sandbox } from './sandbox.ts';

const BREACHES = {
  'src/shared/dates.ts': "export const year: number = 'deux mille';\n",
  'src/ui/Card.svelte':
    '<script lang="ts">\n  const n: number = \'un\';\n</script>\n\n<p>{n}</p>\n',
  'src/ui/Picture.svelte': '<img src="/carte.png" />\n',
  'tests/dates.test.ts': 'const first: string = [1][0];\nexport { first };\n'
};

test('wrong types in modules, components and tests, and inaccessible markup, are refused, and nothing else', () => {
  // The route is left out: its `./$types` would need SvelteKit to generate them.
  const root = sandbox({ ...BREACHES, 'src/routes/+page.server.ts': '' });
  const options = ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'machine'];
  const { status, output } = run(root, 'svelte-check', ...options);
  const found = [...output.matchAll(/(ERROR|WARNING) "(.*?)"/g)].map(([, level, file]) => [
    file,
    level
  ]);
  expect(Object.fromEntries(found)).toEqual({
    'src/shared/dates.ts': 'ERROR',
    'src/ui/Card.svelte': 'ERROR',
    'src/ui/Picture.svelte': 'WARNING',
    'tests/dates.test.ts': 'ERROR'
  });
  expect(status).toBe(1);
});
