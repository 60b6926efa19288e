import { posix } from 'node:path';
import cruise from '../../.dependency-cruiser.mjs';
import { lineAt, type Breach, type Project, type ProjectFile } from './project.ts';

interface PathRule {
  name: string;
  comment: string;
  from: { path?: string; pathNot?: string | string[] };
  to: { path?: string | string[]; pathNot?: string | string[] };
}

/** Those of dependency-cruiser's rules that compare two paths, and nothing else. */
const RULES = (cruise.forbidden as PathRule[]).filter(({ to }) => {
  const conditions = Object.keys(to);
  return conditions.length > 0 && conditions.every((key) => key === 'path' || key === 'pathNot');
});
const TYPE_IMPORT = /\bimport\s+type\b[^'"]*from\s*['"]([^'"]+)['"]/g;

/**
 * dependency-cruiser reads compiled components, in which type imports are gone: the same rules are
 * applied to them here.
 */
export function checkComponentTypes({ files }: Project): Breach[] {
  return files.filter(({ path }) => path.endsWith('.svelte')).flatMap(checkFile);
}

function checkFile(file: ProjectFile): Breach[] {
  return [...file.text.matchAll(TYPE_IMPORT)].flatMap((found) => {
    const target = resolve(file.path, found[1] ?? '');
    return RULES.filter((rule) => forbids(rule, file.path, target)).map((rule) => ({
      rule: rule.name,
      file: file.path,
      line: lineAt(file.text, found.index),
      message: `imports a type of ${target}. ${rule.comment}`,
      level: 'error' as const
    }));
  });
}

/** `#domain/…` and relative paths from the root; packages as they are. */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
}

function forbids({ from, to }: PathRule, source: string, target: string): boolean {
  return (
    (!from.path || matches(from.path, source)) &&
    (!from.pathNot || !matches(from.pathNot, source)) &&
    (!to.path || matches(to.path, target)) &&
    (!to.pathNot || !matches(to.pathNot, target))
  );
}

function matches(patterns: string | string[], path: string): boolean {
  return [patterns].flat().some((pattern) => new RegExp(pattern).test(path));
}
