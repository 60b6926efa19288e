import { ESLint } from 'eslint';
import { resolve } from 'node:path';
import { check, resolveConfig } from 'prettier';
import { expect, test, vi } from 'vitest';

// The first file opens the whole project, for its types.
vi.setConfig({ testTimeout: 120_000 });

const eslint = new ESLint({ cwd: resolve(import.meta.dirname, '../..') });

/** The rules a text breaks, linted with the real configuration as if it were that file of the project. */
async function broken(filePath: string, text: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(text, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
}

const LONG = `export function long(): void {\n${'  process.exitCode = 0;\n'.repeat(40)}}\n`;

test.each([
  [
    'a promise nobody waits for',
    'src/shared/text.ts',
    'export function save(): void {\n  Promise.resolve(1);\n}\n',
    '@typescript-eslint/no-floating-promises'
  ],
  [
    'an any',
    'src/shared/text.ts',
    'export const x: any = 1;\n',
    '@typescript-eslint/no-explicit-any'
  ],
  [
    'a value nobody uses',
    'src/shared/text.ts',
    'const x = 1;\n',
    '@typescript-eslint/no-unused-vars'
  ],
  [
    'a loose comparison',
    'src/shared/text.ts',
    'export const f = (x: number, y: number) => x == y;\n',
    'eqeqeq'
  ],
  ['a trace left on the console', 'src/shared/text.ts', "console.log('here');\n", 'no-console'],
  ['a function of more than 40 lines', 'src/shared/text.ts', LONG, 'max-lines-per-function'],
  ['raw HTML', 'src/routes/+page.svelte', '{@html "<b>"}\n', 'svelte/no-at-html-tags'],
  [
    'a list without keys',
    'src/routes/+page.svelte',
    '{#each [1, 2] as n}{n}{/each}\n',
    'svelte/require-each-key'
  ]
])('it refuses %s', async (_name, file, text, rule) => {
  expect(await broken(file, text)).toContain(rule);
});

test('it accepts plain code', async () => {
  expect(
    await broken('src/shared/text.ts', 'export const f = (x: number): number => x + 1;\n')
  ).toEqual([]);
});

test('the format of the house is checked', async () => {
  const filepath = resolve(import.meta.dirname, '../../src/shared/text.ts');
  const options = { ...(await resolveConfig(filepath)), filepath };
  expect(await check("export const x = ['a'];\n", options)).toBe(true);
  expect(await check('export const x = ["a"]\n', options)).toBe(false);
});
