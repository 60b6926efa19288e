import { resolve } from 'node:path';
import { checkStructure } from './structure/check.ts';
import type { Breach } from './structure/project.ts';

const root = resolve(process.argv[2] ?? '.');
const breaches = checkStructure(root);
const errors = breaches.filter((breach) => breach.level === 'error');
const warnings = breaches.filter((breach) => breach.level === 'warning');

for (const warning of warnings) console.warn(`  warning ${describe(warning)}`);
for (const error of errors) console.error(`  error ${describe(error)}`);
console.log(
  errors.length > 0
    ? `structure: ${errors.length} breach(es) of the rules of the house (STYLE.md)`
    : `structure: clean, ${warnings.length} warning(s)`
);
process.exitCode = errors.length > 0 ? 1 : 0;

function describe({ rule, file, line, message }: Breach): string {
  return `${rule}: ${file}${line ? `:${line}` : ''} — ${message}`;
}
