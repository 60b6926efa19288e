/** Two servers for pages and one for background tasks, on one PostgreSQL, behind the proxy of deploy/nginx. */
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { freePort, run, temporaryFolder, until, type Program } from '../support/processes.ts';
import { HOST, isInstalled, startProxy, type Proxy } from '../support/proxies.ts';
import { anOpenEdition, checkKept, Crowd, type Door } from '../support/registering.ts';

const ORIGIN = `https://${HOST}`;
const CLIENTS = 8;

interface Server {
  readonly program: Program;
  readonly port: number;
}

async function start(
  url: string,
  folder: string,
  worker: 'on' | 'off',
  samePort?: number
): Promise<Server> {
  const port = samePort ?? (await freePort());
  const program = run('src/server.ts', [], {
    env: {
      ...{ PATH: process.env['PATH'], DATABASE_URL: url, MAILLAGE_DATA: folder },
      ...{ PORT: String(port), HOST: '127.0.0.1', MAILLAGE_ORIGIN: ORIGIN, MAILLAGE_DEMO: 'off' },
      ...{ MAILLAGE_PROXY: '1', MAILLAGE_WORKER: worker },
      MAILLAGE_SECRET: 'le même secret pour tous les serveurs'
    }
  });
  await program.line(/Maillage est prêt/);
  return { program, port };
}

/** Through the proxy, each person from an address of her own. */
function through(proxy: Proxy): Door {
  return {
    read: async (path) => (await proxy.ask(path)).text,
    send: async (path, body, at) => {
      const { status, headers } = await proxy.ask(path, {
        headers: { origin: ORIGIN },
        body: new URLSearchParams(body),
        localAddress: `127.1.${(at >> 8) & 255}.${at & 255 || 1}`
      });
      return String(headers.location ?? status);
    }
  };
}

test.skipIf(!isInstalled('nginx'))(
  'one server is killed, then the other stopped, while people register: not one write fails, and each has one message',
  async () => {
    const root = await temporaryFolder();
    const postgres = await PostgresServer.make(root, onTestFinished);
    const db = connect(postgres.url);
    onTestFinished(() => db.destroy());
    const first = await start(postgres.url, root, 'off');
    const second = await start(postgres.url, await temporaryFolder(), 'off');
    const worker = await start(postgres.url, await temporaryFolder(), 'on');
    const proxy = await startProxy('nginx', {
      ...{ folder: root, port: first.port, second: second.port, after: onTestFinished }
    });
    const edition = await anOpenEdition(db, { places: 10_000, seats: 50 });
    const crowd = await Crowd.gather(through(proxy), edition);
    const registering = crowd.register(CLIENTS);
    const more = async (people: number) => {
      const before = crowd.acknowledged.size;
      await until(() => crowd.acknowledged.size > before + people);
    };
    await more(30);
    expect([first, second].map(hasServed), 'both take forms').toEqual([true, true]);
    second.program.child.kill('SIGKILL');
    await second.program.ended;
    await more(40);
    const third = await start(postgres.url, root, 'off', second.port);
    // As whoever updates them one by one does: the other is stopped once this one is seen to serve.
    await until(() => hasServed(third));
    first.program.child.kill('SIGTERM');
    expect(await first.program.ended).toBe(0);
    await more(40);
    crowd.stop();
    await registering;
    expect([...crowd.failures], 'nobody was told of a failure').toEqual([]);
    await checkKept(db, edition, crowd);
    await until(() => everyMessageHandled(db));
    for (const { program } of [third, worker]) program.child.kill('SIGTERM');
    expect(await Promise.all([third.program.ended, worker.program.ended])).toEqual([0, 0]);
  },
  300_000
);

/** Whether it has taken a form, as its journal tells. */
function hasServed({ program }: Server): boolean {
  return /"method":"POST".*inscription/.test(program.output());
}

async function everyMessageHandled(db: Database): Promise<boolean> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from graphile_worker.jobs
    where run_at < now() - interval '1 second'`.execute(db);
  return rows[0]!.waiting === 0;
}
