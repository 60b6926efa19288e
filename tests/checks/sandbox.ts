import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, vi } from 'vitest';

// Each runs a checker as a program, on a machine that may be doing something else.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

export type Files = Record<string, string>;

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIGURATION = [
  '.dependency-cruiser.mjs',
  'knip.json',
  'tsconfig.json',
  'scripts/structure',
  'scripts/structure.ts'
];

/** A tree of the shape of Maillage, small, in which every check passes. */
const CLEAN: Files = {
  'vite.config.ts':
    "import { sveltekit } from '@sveltejs/kit/vite';\nimport { defineConfig } from 'vite';\n\nexport default defineConfig({ plugins: [sveltekit()] });\n",
  'migrations/2026-01-01-1-territory.sql': 'create table territory (id bigint primary key);\n',
  'src/shared/errors.ts': 'export class NotFound extends Error {}\n',
  'src/server/db/current.ts': 'export const database = (): string => "";\n',
  'src/ui/Tag.svelte':
    '<script lang="ts">\n  let { text }: { text: string } = $props();\n</script>\n\n<b>{text}</b>\n',
  'src/enhance/enhance.ts': "document.body.dataset['enhanced'] = '';\n",
  'src/domain/identity/model.ts':
    '/** Who acts. */\nexport interface Actor {\n  label: string;\n}\n',
  'src/domain/territory/model.ts':
    "/** Where. */\nimport type { Actor } from '#domain/identity/model.ts';\n\nexport interface Territory {\n  keeper: Actor;\n}\n",
  'src/domain/territory/server/queries.ts':
    "import { NotFound } from '#shared/errors.ts';\nimport type { Territory } from '../model.ts';\n\nexport function getTerritory(_db: string): Territory {\n  throw new NotFound();\n}\n",
  'src/domain/territory/server/commands.ts':
    'export function createTerritory(db: { insertInto: (table: string) => void }): void {\n  db.insertInto("territory");\n}\n',
  'src/routes/+layout.ts': 'export const csr = false;\n',
  'src/routes/+page.svelte':
    '<script lang="ts">\n  import Tag from \'#ui/Tag.svelte\';\n</script>\n\n<h1 class="big"><Tag text="Maillage" /></h1>\n',
  'src/routes/+page.server.ts':
    "import { createTerritory } from '#domain/territory/server/commands.ts';\nimport { getTerritory } from '#domain/territory/server/queries.ts';\nimport { database } from '#server/db/current.ts';\n\nexport const load = () => ({ label: getTerritory(database()).keeper.label });\n\nexport const actions = { default: () => createTerritory({ insertInto: () => undefined }) };\n"
};

const roots: string[] = [];

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** The imports of the real package.json, with only the packages the small tree uses. */
function packageJson(): string {
  const real = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const kept = ['@sveltejs/kit', 'svelte', 'typescript', 'vite'];
  const devDependencies = Object.fromEntries(
    kept.map((name) => [name, real.devDependencies[name]])
  );
  return JSON.stringify({
    name: 'sandbox',
    type: 'module',
    imports: real.imports,
    devDependencies
  });
}

/**
 * Writes a small clean project, and `files` over it, in a folder deleted after the tests of the file. Checkers read it
 * with the real configuration, copied.
 *
 * @returns the folder
 */
export function sandbox(files: Files = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'maillage-checks-')));
  roots.push(root);
  for (const path of CONFIGURATION) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  write(root, { 'package.json': packageJson(), ...CLEAN, ...files });
  return root;
}

function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Runs a program of node_modules/.bin in a folder. */
export function run(
  root: string,
  program: string,
  ...args: string[]
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(resolve(ROOT, 'node_modules/.bin', program), args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' }
  });
  return { status, output: stdout + stderr };
}
