import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measure } from './report.ts';
import { run, started } from './server.ts';

/** `npm start` with the embedded PostgreSQL in a new folder, then again: until the first page. */
export async function benchStarting(port: number): Promise<Measure[]> {
  const data = mkdtempSync(join(tmpdir(), 'maillage-bench-'));
  try {
    const first = await start(data, port);
    const second = await start(data, port);
    return [
      {
        what: '`npm start`, first, packages there and pages built',
        ...{ budget: 90, measured: first, unit: 's', bound: 'most' },
        how: 'new data folder: database created, geography and demonstration loaded, until the first page'
      },
      {
        what: '`npm start`, second',
        ...{ budget: 5, measured: second, unit: 's', bound: 'most' },
        how: 'until the first page'
      }
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function start(data: string, port: number): Promise<number> {
  const began = performance.now();
  const env = { MAILLAGE_DATA: data, PORT: String(port), MAILLAGE_DEMO: 'on', DATABASE_URL: '' };
  const server = await started(run(['scripts/setup.mjs', 'start'], env), port, 180);
  const seconds = (performance.now() - began) / 1000;
  await server.stop();
  return seconds;
}
