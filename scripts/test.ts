/**
 * `npm test`: everything that must hold, with the output of what fails, ending with « N passed, N failed ».
 * `npm test -- --only database` runs one group: checks, units, database, lifecycle or browser.
 * `npm run test:long` also runs what is too long for every day: the tests that ask for MAILLAGE_LONG.
 */
import { parseArgs } from 'node:util';
import { findHeadless, installChromium } from '../tests/support/chromium.ts';
import { playwright, vitest } from './test/runners.ts';
import { runStep, type Counts, type Step } from './test/steps.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, long: { type: 'boolean' } }
});
if (values.long) process.env['MAILLAGE_LONG'] = '1';
const wanted = (group: string) => values.only === undefined || values.only === group;
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

const npm = (script: string): Step => ({
  name: script,
  command: ['npm', 'run', '--silent', script]
});
/** Does nothing when no source has changed since the last one. */
const BUILD: Step = { name: 'build', command: ['node', 'scripts/setup.mjs', 'build'] };
const CHECKS: readonly Step[] = [
  'check',
  'lint',
  'format:check',
  'check:structure',
  'check:imports',
  'check:dead',
  'check:schema'
].map(npm);

// The build writes what everything reads (fonts, behaviours, Kit's types and settings): first, and alone.
const built = await tally(BUILD);
// Side by side: servers and browsers wait nearly half of their time, and what only computes fills it.
await Promise.all([compute(), visit()]);

if (total.skipped > 0)
  console.log(`${total.skipped} skipped: each says why in its runner's output`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function tally(step: Step): Promise<boolean> {
  const counts = await runStep(step);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  return counts.failed === 0;
}

async function compute(): Promise<void> {
  if (wanted('checks')) for (const check of CHECKS) await tally(check);
  if (wanted('units')) await tally(vitest('unit tests', ['pure']));
  if (wanted('database')) await tally(vitest('database tests', ['database']));
}

async function visit(): Promise<void> {
  if (wanted('browser') && built) await testInBrowser();
  if (wanted('lifecycle') && built) await tally(vitest('life cycle tests', ['lifecycle']));
}

async function testInBrowser(): Promise<void> {
  const chromium = findHeadless() ?? installChromium();
  if (chromium) {
    await tally(playwright('browser tests', chromium));
    return;
  }
  console.log('✗ browser tests — no Chromium was found, and none could be installed.');
  console.log(
    '  Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium),'
  );
  console.log('  or name one: CHROMIUM_PATH=/path/to/chromium npm test');
  total.failed += 1;
}
