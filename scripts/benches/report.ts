import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { writeFile } from 'node:fs/promises';

/** One budget of design.md §7, and what was measured. */
export interface Measure {
  what: string;
  budget: number;
  measured: number;
  unit: string;
  /** `most`: the budget is not to be exceeded; `least`: it is to be reached. */
  bound: 'most' | 'least';
  /** What was done, in a few words. */
  how: string;
}

/** Something that could not be measured here, and why. */
export interface Missing {
  what: string;
  why: string;
}

/** A budget is kept up to 1. */
export function ratio({ budget, measured, bound }: Measure): number {
  return bound === 'most' ? measured / budget : budget / measured;
}

const FILE = new URL('../../docs/benchmarks.md', import.meta.url);

/** Prints the table and writes it, with the machine, to docs/benchmarks.md. */
export async function report(
  measures: readonly Measure[],
  missing: readonly Missing[],
  context: { postgres: string; structures: number; pairs: number; preparation: string }
): Promise<void> {
  const rows = measures.map((measure) => [
    measure.what,
    `${measure.bound === 'most' ? '≤' : '≥'} ${format(measure.budget)} ${measure.unit}`,
    `${format(measure.measured)} ${measure.unit}`,
    ratio(measure).toFixed(2),
    ratio(measure) <= 1 ? 'kept' : '**missed**',
    measure.how
  ]);
  const table = markdownTable(['What', 'Budget', 'Measured', 'Ratio', '', 'How'], rows);
  console.log(`\n${table}\n`);
  for (const { what, why } of missing) console.log(`Not measured: ${what} (${why})`);
  const [cpu] = cpus();
  await writeFile(
    FILE,
    `# Benchmarks

Written by \`npm run bench\`: do not edit. The budgets are those of the design; a ratio above 1 is a budget missed.

${table}

${missing.map(({ what, why }) => `- Not measured here: ${what} — ${why}.\n`).join('')}
## Conditions

- ${new Date().toISOString().slice(0, 10)}, commit ${commit()}.
- ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()}, Node ${process.versions.node}, ${context.postgres}.
- The generator of requests, the server and PostgreSQL share these processors.
- National load: ${context.structures.toLocaleString('en')} structures drawn from a fixed seed over the real communes, ${context.pairs.toLocaleString('en')} (perimeter, commune) pairs. ${context.preparation}
- Load average over the last minute at the end: ${loadavg()[0]!.toFixed(1)}.
`
  );
}

function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function format(value: number): string {
  return value.toLocaleString('en', {
    maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0
  });
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
