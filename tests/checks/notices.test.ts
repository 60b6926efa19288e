import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

test('third-party notices name every dependency, with its licence, and are up to date', () => {
  const checked = spawnSync(process.execPath, ['scripts/notices.ts', '--check'], {
    cwd: ROOT,
    encoding: 'utf8'
  });
  expect(checked.stderr).toBe('');
  const notices = readFileSync(join(ROOT, 'static/licences-tierces.txt'), 'utf8');
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies))
    expect(notices).toContain(`${name} ${version} (`);
  for (const built of ['svelte ', 'maplibre-gl ', '@fontsource-variable/bricolage-grotesque '])
    expect(notices).toContain(built);
});
