import { expect, test, vi } from 'vitest';
import { run, sandbox, type Files } from './sandbox.ts';

vi.setConfig({ testTimeout: 120_000 });

/** The route is left out: its `./$types` would need SvelteKit to generate them. */
const check = (files: Files = {}) =>
  run(
    sandbox({ 'src/routes/+page.server.ts': '', ...files }),
    'svelte-check',
    '--tsconfig',
    'tsconfig.json',
    '--fail-on-warnings',
    '--output',
    'machine'
  );

test('wrong types are refused in modules, components and tests; an inaccessible image is refused', () => {
  const { status, output } = check({
    'src/shared/dates.ts': "export const year: number = 'deux mille';\n",
    'src/ui/Card.svelte':
      '<script lang="ts">\n  const n: number = \'un\';\n</script>\n\n<p>{n}</p>\n',
    'tests/dates.test.ts': 'const first: string = [1][0];\nexport { first };\n',
    'src/ui/Picture.svelte': '<img src="/carte.png" />\n'
  });
  for (const file of ['src/shared/dates.ts', 'src/ui/Card.svelte', 'tests/dates.test.ts']) {
    expect(output).toMatch(new RegExp(`ERROR "${file}"`));
  }
  expect(output).toMatch(/WARNING "src\/ui\/Picture\.svelte"/);
  expect(status).toBe(1);
});

test('a tree with right types passes', () => {
  const { status, output } = check();
  expect(output).toMatch(/COMPLETED .* 0 ERRORS 0 WARNINGS/);
  expect(status).toBe(0);
});
