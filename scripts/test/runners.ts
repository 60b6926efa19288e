import type { Counts, Step } from './steps.ts';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Vitest, on all tests or on the projects named. */
export function vitest(
  name: string,
  projects: readonly string[],
  env: NodeJS.ProcessEnv = {}
): Step {
  const filters = projects.flatMap((project) => ['--project', project]);
  return {
    name,
    env,
    command: [
      'sh',
      '-c',
      'exec vitest run --reporter=default --reporter=json --outputFile.json="$REPORT" "$@"',
      'sh',
      ...filters
    ],
    report: { variable: 'REPORT', read: (json) => readVitest(json as VitestReport) }
  };
}

function readVitest(report: VitestReport): Counts {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests
  };
}

/** Playwright, on the built server. A flaky test counts as failed. */
export function playwright(name: string, chromium: string): Step {
  return {
    name,
    env: { CHROMIUM_PATH: chromium },
    command: ['playwright', 'test', '--reporter=list,json'],
    report: {
      variable: 'PLAYWRIGHT_JSON_OUTPUT_FILE',
      read: (json) => readPlaywright(json as PlaywrightReport)
    }
  };
}

function readPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped
  };
}
