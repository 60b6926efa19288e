import { existsSync } from 'node:fs';
import { chown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { migrateToLatest } from '#server/db/migrate.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { person } from '../factories/people.ts';
import { aPlaceForTraces, someoneEverywhere } from '../factories/traces.ts';
import { portrait } from '../support/backups.ts';
import { maillage } from '../support/installed.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { clearedAtEnd, ordinaryAccount, run, temporaryFolder } from '../support/processes.ts';
import { HAS_TERMINALS, typeAt } from '../support/terminal.ts';

/** An instance that moves, by the commands themselves: from the embedded PostgreSQL to a server and back. */

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';
const VERSION_15 = existsSync(DEBIAN_15) ? { bin: DEBIAN_15 } : {};
const PROMPT = 'pour continuer';

const later = clearedAtEnd();
let folder: string;
let server: PostgresServer;
const file = () => join(folder, 'de-l-embarque.tar.gz');
const embedded = (data: string) => ({ MAILLAGE_DATA: join(folder, data), MAILLAGE_DEMO: 'off' });
/** Its data folder keeps the secret alone. */
const served = () => ({ ...embedded('secret'), DATABASE_URL: server.url });

/** What an embedded database holds, once `prepare` has been done. */
async function portraitOf(data: string, prepare = (_url: string) => Promise.resolve()) {
  const postgres = await startEmbedded({ data: join(folder, data), role: 'command' });
  try {
    await prepare(postgres.url);
    return await portrait(postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function live(url: string): Promise<void> {
  const db = connect(url, { max: 3 });
  await migrateToLatest(db);
  await installJobs(db);
  await someoneEverywhere(db, await aPlaceForTraces(db));
  await db.destroy();
}

let source: Map<string, string>;
beforeAll(async () => {
  folder = await temporaryFolder(later);
  server = await PostgresServer.make(await temporaryFolder(later), later, VERSION_15);
  source = await portraitOf('origine', live);
  await maillage(embedded('origine'), 'backup', file());
});

test('from the embedded PostgreSQL to a server, then back, nothing is lost: table by table', async () => {
  expect([...source.keys()].length).toBeGreaterThan(100);
  expect(source.get('public.person')).not.toMatch(/^0 /);
  const there = await maillage(served(), 'restore', file(), '--moved');
  expect(there).toContain('comparée à la sauvegarde');
  expect(await portrait(server.url)).toEqual(source);

  const back = join(folder, 'du-serveur.tar.gz');
  await maillage(served(), 'backup', back);
  await maillage(embedded('retour'), 'restore', back, '--moved');
  expect(await portraitOf('retour')).toEqual(source);
});

describe.skipIf(!HAS_TERMINALS)('on a terminal, a restoration onto an instance that lives', () => {
  const restore = () => ['restore', file(), '--replace', '--moved'];

  test.each([
    ['another word', 'oui\r'],
    ['nothing', '\r'],
    ['Ctrl+C', '\x03'],
    ['Ctrl+D', '\x04']
  ])('is given up by %s: nothing is touched, and it says so', async (_what, keys) => {
    const db = connect(server.url, { max: 1 });
    await person(db, { name: 'Ada Récente', email: `recente-${keys.codePointAt(0)}@exemple.test` });
    await db.destroy();
    const before = await portrait(server.url);
    const { shown, code } = await typeAt(served(), restore(), { prompt: PROMPT, keys });
    expect(shown).toMatch(/Cette instance n’est pas vide : .*compte.* seraient effacés, sans/);
    expect(shown).toContain('Rien n’a été touché : la restauration est abandonnée.');
    expect(code).toBe(1);
    expect(await portrait(server.url)).toEqual(before);
  });

  test('is done once the word is written', async () => {
    const { shown, code } = await typeAt(served(), restore(), {
      ...{ prompt: PROMPT, keys: ' Remplacer \r' }
    });
    expect([code, shown]).toEqual([0, expect.stringContaining('Vous pouvez lancer Maillage')]);
    expect(await portrait(server.url)).toEqual(source);
  });
});

const account = ordinaryAccount();

describe.skipIf(!account)('the data folder of a service', () => {
  test('is not taken over by root: it says under which account to run, and touches nothing', async () => {
    const { uid, gid } = account!;
    const data = await temporaryFolder();
    await chown(data, uid, gid);
    const asService = () => run('bin/maillage.ts', ['migrate'], { env: env(), uid, gid });
    const env = () => ({ MAILLAGE_DATA: data, MAILLAGE_DEMO: 'off', MAILLAGE_BACKUPS: 'off' });
    const first = asService();
    expect([await first.ended, first.output()]).toEqual([0, expect.anything()]);
    for (const url of ['', server.url]) {
      const words = ['backup', join(folder, 'jamais.tar.gz')];
      const asRoot = run('bin/maillage.ts', words, { env: { ...env(), DATABASE_URL: url } });
      expect(await asRoot.ended).toBe(1);
      expect(asRoot.output()).toContain('est lancée en root');
      expect(asRoot.output()).toContain('runuser -u nobody');
    }
    const owners = (await readdir(data, { recursive: true })).map(
      async (name) => (await stat(join(data, name))).uid
    );
    expect(new Set(await Promise.all(owners))).toEqual(new Set([uid]));
    const again = asService();
    expect([await again.ended, again.output()]).toEqual([0, expect.anything()]);
  });
});
