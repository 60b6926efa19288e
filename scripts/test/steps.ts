import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** One thing that can pass or fail: a check, or a runner that counts its tests. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Where a runner writes its report, and how to read it; without it the step counts for one. */
  readonly report?: { readonly variable: string; readonly read: (json: unknown) => Counts };
  readonly env?: NodeJS.ProcessEnv;
  /** Shown even when it passes. */
  readonly verbose?: boolean;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a step, shows its output when it fails, and counts. */
export async function runStep(step: Step): Promise<Counts> {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'maillage-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const { code, output } = await run(step, reportFile);
    const counts = count(step, code, reportFile);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const ok = counts.failed === 0;
    if (!ok || step.verbose) process.stdout.write(output);
    console.log(`${ok ? '✓' : '✗'} ${step.name} — ${describe(counts)} (${seconds} s)`);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  step: Step,
  reportFile: string
): Promise<{ code: number | null; output: string }> {
  const [command = '', ...args] = step.command;
  const bin = join(ROOT, 'node_modules', '.bin');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...step.env,
    CI: 'true',
    FORCE_COLOR: '0',
    PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
  };
  if (step.report) env[step.report.variable] = reportFile;
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.on('close', resolve);
  });
  return { code, output };
}

function count({ report }: Step, code: number | null, reportFile: string): Counts {
  if (!report)
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  try {
    const counts = report.read(JSON.parse(readFileSync(reportFile, 'utf8')));
    // A runner can fail without a failed test: an unhandled error, a file that does not load.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function describe({ passed, failed, skipped }: Counts): string {
  if (passed + failed === 1 && skipped === 0) return failed ? 'failed' : 'passed';
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
