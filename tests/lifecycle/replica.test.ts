import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { freePort, run, temporaryFolder, until } from '../support/processes.ts';
import { anOpenEdition, Crowd, straightTo } from '../support/registering.ts';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';

test.skipIf(!existsSync(join(DEBIAN_15, 'pg_basebackup')))(
  // The negative control must come before Maillage sees that the replica stands still: it may be tried again.
  'visitors read the replica while it follows, who has just written reads the primary, and the replica may go',
  { timeout: 300_000, retry: 2 },
  async () => {
    const root = await temporaryFolder();
    const primary = await PostgresServer.make(root, onTestFinished, { bin: DEBIAN_15 });
    const data = await temporaryFolder();
    const port = await freePort();
    const env = { PATH: process.env['PATH'], MAILLAGE_DATA: data, PORT: String(port) };
    const replica = await primary.follow(join(root, 'replica'), onTestFinished);
    const app = run('src/server.ts', [], {
      env: {
        ...{ ...env, DATABASE_URL: primary.url, DATABASE_REPLICA_URL: replica.url },
        ...{ MAILLAGE_DEMO: 'empty', MAILLAGE_PROXY: '1' }
      }
    });
    await app.line(/Maillage est prêt/);
    const origin = `http://127.0.0.1:${port}`;
    const db = connect(primary.url);
    onTestFinished(() => db.destroy());
    const copy = connect(replica.url);
    onTestFinished(() => copy.destroy());
    const edition = await anOpenEdition(db, { places: 50, seats: 5 });
    await until(async () => (await readByVisitors(copy)) > 0 || visit(origin));

    // The replica stands still, and Maillage does not know it yet: a place that was just given is not there.
    const crowd = await Crowd.gather(straightTo(origin), edition);
    await sql`select pg_wal_replay_pause()`.execute(copy);
    const registering = crowd.register(1);
    const [place] = await until(
      () => crowd.acknowledged.size > 0 && [...crowd.acknowledged.values()]
    );
    const isFound = async (cookie: string) => {
      const page = await fetch(`${origin}${place}`, { headers: { cookie } });
      return (await page.text()).includes('Camille');
    };
    expect(await isFound(''), 'negative control: read from the replica').toBe(false);
    expect(await isFound(await cookieOfWhoWrites(origin))).toBe(true);
    crowd.stop();
    await registering;
    expect([...crowd.failures]).toEqual([]);
    await until(() => isFound(''));
    await sql`select pg_wal_replay_resume()`.execute(copy);

    await replica.stop('SIGKILL');
    for (let time = 0; time < 20; time++)
      expect((await fetch(`${origin}/rencontres/${edition.slug}`)).status).toBe(200);
    await replica.start();
    await until(async () => (await readByVisitors(copy)) > 0 || visit(origin));
  }
);

/** @returns how many connections of the replica have last read a page, and not how far it follows. */
async function readByVisitors(copy: ReturnType<typeof connect>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()
      and query ilike 'select%' and query not like '%pg_last_wal_replay_lsn%'`.execute(copy);
  return rows[0]!.count;
}

/** What a form that was sent leaves in the browser. */
async function cookieOfWhoWrites(origin: string): Promise<string> {
  const { headers } = await fetch(`${origin}/theme`, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin } },
    body: new URLSearchParams({ theme: 'sombre' })
  });
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

async function visit(origin: string): Promise<false> {
  await fetch(`${origin}/annuaire?q=${Math.random()}`);
  return false;
}

test('a server that is no replica is never read', async () => {
  const root = await temporaryFolder();
  const server = await PostgresServer.make(root, onTestFinished);
  const port = await freePort();
  const app = run('src/server.ts', [], {
    env: {
      ...{ PATH: process.env['PATH'], MAILLAGE_DATA: root, PORT: String(port) },
      ...{ DATABASE_URL: server.url, DATABASE_REPLICA_URL: server.url, MAILLAGE_DEMO: 'empty' }
    }
  });
  await app.line(/Maillage est prêt/);
  expect((await fetch(`http://127.0.0.1:${port}/annuaire`)).status).toBe(200);
  expect(app.output()).not.toContain('replica follows');
}, 120_000);
