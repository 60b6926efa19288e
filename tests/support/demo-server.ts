import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runServer } from '#app/run-server.ts';

/**
 * What browser tests visit: the built server, in demonstration mode, on its own embedded PostgreSQL in a
 * folder thrown away afterwards. Contours come from a folder beside the project when there is one.
 */
const data = await mkdtemp(join(tmpdir(), 'maillage-e2e-'));
process.env['MAILLAGE_DATA'] = data;
for (const name of ['DATABASE_URL', 'MAILLAGE_ORIGIN', 'MAILLAGE_DEMO', 'HOST'])
  process.env[name] = '';
const contours = resolve('../shared/data/geo');
if (existsSync(contours)) process.env['MAILLAGE_CONTOURS'] ??= contours;

// A runner that is killed does not stop what it started.
const runner = process.ppid;
setInterval(() => {
  if (process.ppid !== runner) process.kill(process.pid, 'SIGTERM');
}, 1_000).unref();

const code = await runServer();
await rm(data, { recursive: true, force: true });
process.exit(code);
