import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One place where the tree breaks a rule of the house. A warning is printed and fails nothing. */
export interface Breach {
  rule: string;
  file: string;
  line?: number;
  message: string;
  level: 'error' | 'warning';
}

export interface ProjectFile {
  /** From the root, with `/`. */
  path: string;
  text: string;
}

/** What the rules look at: every text file that people write. */
export interface Project {
  root: string;
  files: ProjectFile[];
}

const FOLDERS = ['src', 'bin', 'scripts', 'tests', 'migrations', 'demo', 'docs', '.ci'];
const TEXT =
  /\.(ts|js|mjs|cjs|svelte|css|html|json|md|sql|csv|ya?ml|svg|txt)$|(^|\/)(run|LICENSE|\.\w+)$/;

/** @param root - the folder that holds package.json. */
export function readProject(root: string): Project {
  const atRoot = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const below = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/')
      )
  );
  const paths = [...atRoot, ...below].filter((path) => TEXT.test(path)).sort();
  return {
    root,
    files: paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  };
}

export function isTest(path: string): boolean {
  return path.startsWith('tests/') || path.endsWith('.test.ts');
}

/** The line, from 1, of a position in a text. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
