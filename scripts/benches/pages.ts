import { spawnSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measure, Missing } from './report.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
/** Read-only pages without a map, as a first visitor meets them, on the demonstration data. */
const PAGES = [
  ['home', '/'],
  [
    '« Qui couvre ? » answered',
    '/qui-couvre?commune=82112&public=personnes-agees&besoin=maintien-a-domicile'
  ],
  ['directory', '/annuaire']
] as const;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

/** What a first visit transfers, in kB of 1,000 bytes, compressed as it travels. */
export async function benchWeight(server: string, executablePath: string): Promise<Measure[]> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const measures: Measure[] = [];
  for (const [name, path] of PAGES) {
    const { total, script, requests } = await weigh(browser, server + path);
    const how = `Chromium, empty cache, ${requests} requests`;
    measures.push(
      { what: `Page weight, ${name}`, budget: 70, measured: total, unit: 'kB', bound: 'most', how },
      { what: `JavaScript, ${name}`, budget: 20, measured: script, unit: 'kB', bound: 'most', how }
    );
  }
  await browser.close();
  return measures;
}

async function weigh(browser: Awaited<ReturnType<typeof chromium.launch>>, url: string) {
  const page = await browser.newPage();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const types = new Map<string, string>();
  const sizes = new Map<string, number>();
  network.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength)
  );
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.close();
  const sum = (keep: (id: string) => boolean) =>
    [...sizes].filter(([id]) => keep(id)).reduce((total, [, size]) => total + size, 0) / 1000;
  return {
    total: sum(() => true),
    script: sum((id) => types.get(id) === 'Script'),
    requests: sizes.size
  };
}

/** The lowest of each page's categories. Lighthouse is fetched in a folder of its own: it brings 300 packages. */
export function benchLighthouse(
  server: string,
  chromePath: string
): { measures: Measure[]; missing: Missing[] } {
  const measures: Measure[] = [];
  for (const [name, path] of PAGES) {
    const scores = lighthouse(server + path, chromePath);
    if (!scores)
      return {
        measures,
        missing: [{ what: 'Lighthouse', why: `${LIGHTHOUSE} could not be had or did not finish` }]
      };
    measures.push({
      what: `Lighthouse, ${name}, lowest of four`,
      ...{ budget: 95, measured: Math.min(...Object.values(scores)), unit: '', bound: 'least' },
      how: Object.entries(scores)
        .map(([category, score]) => `${category} ${score}`)
        .join(', ')
    });
  }
  return { measures, missing: [] };
}

function lighthouse(url: string, chromePath: string): Record<string, number> | null {
  const output = join(tmpdir(), `maillage-lighthouse-${process.pid}.json`);
  const cache = join(tmpdir(), 'maillage-lighthouse-cache');
  const flags = [
    '--quiet',
    '--output=json',
    `--output-path=${output}`,
    `--only-categories=${CATEGORIES.join(',')}`
  ];
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage';
  // Away from the project, whose own versions npm would prefer.
  const done = spawnSync(
    'npm',
    ['exec', '--yes', '--cache', cache, LIGHTHOUSE, '--', url, ...flags, chrome],
    {
      cwd: tmpdir(),
      env: { ...process.env, CHROME_PATH: chromePath },
      timeout: 240_000,
      stdio: ['ignore', 'ignore', 'inherit']
    }
  );
  if (done.status !== 0) return null;
  const { categories } = JSON.parse(readFileSync(output, 'utf8')) as {
    categories: Record<string, { score: number }>;
  };
  rmSync(output);
  return Object.fromEntries(
    CATEGORIES.map((category) => [category, Math.round(100 * (categories[category]?.score ?? 0))])
  );
}
