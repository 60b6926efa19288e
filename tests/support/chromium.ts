import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Without a window to draw, the same tests take half the time. */
const HEADLESS_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome'
];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns the browser to test with: the one of CHROMIUM_PATH, the system's, or Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return existsSync(named) ? named : undefined;
  return [...onPath(SYSTEM_NAMES), MAC, chromium.executablePath()].find(isExecutable);
}

/** The same, without its window when there is one made for tests. */
export function findHeadless(): string | undefined {
  if (process.env['CHROMIUM_PATH']) return findChromium();
  return onPath(HEADLESS_NAMES).find(isExecutable) ?? findChromium();
}

function onPath(names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs one where that can be done without asking anything. @returns its path, or undefined. */
export function installChromium(): string | undefined {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...words: string[]) =>
      spawnSync('apt-get', ['-qq', ...words], { env, stdio: 'ignore' });
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
    if (!findHeadless()) apt('install', '-y', '--no-install-recommends', 'chromium');
  }
  const found = findHeadless();
  if (found) return found;
  spawnSync('playwright', ['install', 'chromium'], { stdio: 'ignore', timeout: 180_000 });
  return findHeadless();
}
