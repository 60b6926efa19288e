import { execFileSync } from 'node:child_process';
import { defineConfig, devices } from '@playwright/test';
import { findHeadless } from './tests/support/chromium.ts';

// Workers read this file again: what is chosen here is left to them in the environment.
process.env['E2E_PORT'] ??= freePort();
const baseURL = `http://localhost:${process.env['E2E_PORT']}`;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  // A machine that does something else at the same time must not fail a test.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Recording what every test does takes as long again as doing it: `MAILLAGE_TRACE=1` when one fails.
    trace: process.env['MAILLAGE_TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: findHeadless(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  webServer: {
    command: 'exec node tests/support/demo-server.ts',
    url: `${baseURL}/sante`,
    env: { PORT: process.env['E2E_PORT'] },
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'ignore',
    stderr: 'pipe'
  }
});

function freePort(): string {
  const script =
    "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })";
  return execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim();
}
