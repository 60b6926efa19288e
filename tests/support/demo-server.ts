import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { JOBS } from '#app/jobs.ts';
import { runServer } from '#app/run-server.ts';
import { askWho, claimsOf, OPENID_LABEL } from './openid-people.ts';
import { OPENID_CLIENT, startOpenIdProvider } from './openid-provider.ts';
import { startBasemap } from './basemap.ts';
import { unscheduled } from './unscheduled.ts';

/**
 * What browser tests visit: the built server, in demonstration mode, on its own embedded PostgreSQL in a
 * folder thrown away afterwards, with an OpenID Connect provider and the server of a base map beside it. What is asked for is done (messages
 * leave), but nothing at its hour. Contours come from a folder beside the project when there is one.
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

const provider = await startOpenIdProvider(
  `http://localhost:${process.env['PORT']}`,
  claimsOf,
  askWho
);
const basemap = await startBasemap();
Object.assign(process.env, {
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: OPENID_CLIENT.id,
  OIDC_CLIENT_SECRET: OPENID_CLIENT.secret,
  OIDC_LABEL: OPENID_LABEL,
  BASEMAP_STYLE_URL: basemap.style
});

const code = await runServer(unscheduled(JOBS));
await Promise.all([provider.close(), basemap.close()]);
await rm(data, { recursive: true, force: true });
process.exit(code);
