import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';

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
/** How the lines begin that only a run asked for by name measures. */
export const ALONE = 'Mixed load';
const HEADS = ['What', 'Budget', 'Measured', 'Ratio', '', 'How', 'When'] as const;

/** The load that was there, of a run that had it. */
export interface Context {
  readonly postgres: string;
  readonly structures: number;
  readonly pairs: number;
  readonly preparation: string;
}

/**
 * Prints the table and writes it, with the machine, to docs/benchmarks.md. What this run did not measure stays as it
 * was, with its date; of a whole run (`context` given), what is measured no more goes.
 */
export async function report(
  measures: readonly Measure[],
  missing: readonly Missing[],
  context: Context | null
): Promise<void> {
  const when = `${new Date().toISOString().slice(0, 10)}, ${commit()}, load ${loadavg()[0]!.toFixed(1)}`;
  const rows = measures.map((measure) => [
    measure.what,
    `${measure.bound === 'most' ? '≤' : '≥'} ${format(measure.budget)} ${measure.unit}`,
    `${format(measure.measured)} ${measure.unit}`,
    ratio(measure).toFixed(2),
    ratio(measure) <= 1 ? 'kept' : '**missed**',
    measure.how,
    when
  ]);
  console.log(`\n${markdownTable(HEADS, rows)}\n`);
  for (const { what, why } of missing) console.log(`Not measured: ${what} (${why})`);
  const [, before = '', rest = ''] =
    /^(.*?)(\n- Not measured here.*|\n## Conditions.*)$/s.exec(await readFile(FILE, 'utf8')) ?? [];
  const table = markdownTable(HEADS, withOlder(rows, rowsOf(before), context !== null));
  const end = context ? conditions(missing, context) : rest;
  await writeFile(FILE, `${INTRODUCTION}\n${table}\n${end}`);
}

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`: do not edit. The budgets are those of the design; a ratio above 1 is a budget missed. The
last column says when a line was measured, of which commit, and the load of the machine over the minute before the end.
`;

/** The new lines at the places of the older ones, or before what follows them. */
function withOlder(
  rows: readonly (readonly string[])[],
  older: readonly (readonly string[])[],
  isWhole: boolean
): (readonly string[])[] {
  const fresh = new Map(rows.map((row) => [row[0], row]));
  const kept = older.filter(([what]) => !isWhole || fresh.has(what) || what?.startsWith(ALONE));
  const known = new Set(kept.map(([what]) => what));
  return [
    ...kept.map((row) => fresh.get(row[0]) ?? row),
    ...rows.filter(([what]) => !known.has(what))
  ];
}

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter(
      (line) => line.startsWith('| ') && !line.startsWith('| --- ') && !line.startsWith('| What ')
    )
    .map((line) => line.slice(2, -2).split(' | '));
}

function conditions(missing: readonly Missing[], context: Context): string {
  const [cpu] = cpus();
  return `
${missing.map(({ what, why }) => `- Not measured here: ${what} — ${why}.\n`).join('')}
## Conditions

- ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()}, Node ${process.versions.node}, ${context.postgres}.
- The generator of requests, the server and PostgreSQL share these processors.
- National load: ${context.structures.toLocaleString('en')} structures drawn from a fixed seed over the real communes, ${context.pairs.toLocaleString('en')} (perimeter, commune) pairs. ${context.preparation}
`;
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
