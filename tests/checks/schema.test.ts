import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run, sandbox } from './sandbox.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REAL = ['scripts/schema.ts', 'src/server', 'src/shared', 'migrations'];

/** A folder with the real script, database code and migrations. */
function copy(): string {
  const root = sandbox();
  for (const path of REAL) {
    rmSync(join(root, path), { recursive: true, force: true });
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  return root;
}

const check = (root: string) => run(root, process.execPath, 'scripts/schema.ts', '--check');

test('the committed schema is what the migrations make', () => {
  const { status, output } = check(copy());
  expect(output).toBe('');
  expect(status).toBe(0);
});

test('a migration that the schema does not know is refused', () => {
  const root = copy();
  const later = 'alter table territory add column forgotten text;\n';
  writeFileSync(join(root, 'migrations/9999-12-31-1-later.sql'), later);
  const { status, output } = check(root);
  expect(output).toContain('schema.ts is not what the migrations make');
  expect(status).toBe(1);
});
