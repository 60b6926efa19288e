import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  ARCHIVE_END,
  entryHeader,
  padding,
  readArchive,
  readEntry,
  sealOf
} from '#server/backup/archive.ts';
import { checkBackup } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { connect } from '#server/db/connection.ts';
import { readEnvironment } from '#server/env.ts';
import { addJob } from '#server/jobs/queue.ts';
import {
  readFile as readStored,
  putFile,
  removeFile,
  eraseRemoved
} from '#server/storage/files.ts';
import { aPlaceForTraces, someoneEverywhere } from '../../tests/factories/traces.ts';
import { backupFolder, emptyDatabaseUrl, portrait } from '../../tests/support/backups.ts';
import { testDatabaseUrl } from '../../tests/support/database.ts';
import { run } from '../../tests/support/processes.ts';
import { startS3Stub } from '../../tests/support/s3-stub.ts';
import { backUp, restoringOf } from './backups.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const ROOT = resolve(import.meta.dirname, '../..');
const folder = await backupFolder();
const url = await testDatabaseUrl();
const db = connect(url, { max: 4 });
afterAll(() => db.destroy());
await someoneEverywhere(db, await aPlaceForTraces(db));
await addJob(db, 'mail.recover', { what: 'it waits' }, { runAt: new Date('2099-01-01') });
await sql`insert into mail_message (kind, recipient, subject, text_body, html_body, not_before)
  values ('essai', 'due@exemple.test', 'due', '', '', now() - interval '1 hour'),
    ('essai', 'later@exemple.test', 'later', '', '', now() + interval '90 days')`.execute(db);

const data = join(folder, 'data');
await mkdir(data);
const configuration = readEnvironment({ MAILLAGE_DATA: data, MAILLAGE_DEMO: 'off' });
const file = join(folder, 'toute-l-instance.tar.gz');
await backUp(db, file, configuration);
const source = await portrait(url);

/** Runs `maillage` on a database, with a data folder of its own. */
function maillage(on: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [join(ROOT, 'bin/maillage.ts'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: on,
      MAILLAGE_DATA: data,
      MAILLAGE_DEMO: 'off',
      ...env
    }
  });
}

async function query(on: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(on);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Rewrites a backup with other descriptions, and seals it again. */
async function rewritten(
  name: string,
  change: (manifest: Record<string, unknown>) => void
): Promise<string> {
  const { createGzip } = await import('node:zlib');
  const { createHash } = await import('node:crypto');
  const parts: Buffer[] = [];
  for await (const entry of readArchive(file)) {
    let bytes = await readEntry(entry, 1e9);
    if (entry.name === 'manifest.json') {
      const manifest = JSON.parse(String(bytes)) as Record<string, unknown>;
      change(manifest);
      bytes = Buffer.from(JSON.stringify(manifest));
    }
    parts.push(entryHeader(entry.name, bytes.length), bytes, padding(bytes.length));
  }
  const gzip = createGzip();
  gzip.end(Buffer.concat([...parts, ARCHIVE_END]));
  const zipped = Buffer.concat((await Array.fromAsync(gzip)) as Buffer[]);
  const target = join(folder, name);
  await writeFile(
    target,
    Buffer.concat([zipped, sealOf(createHash('sha256').update(zipped).digest('hex'))])
  );
  return target;
}

test('what is saved here has rows in most tables; the rest has some in the demonstration (upgrade.db.test.ts)', () => {
  const tables = [...source].filter(([name]) => /^(public|graphile_worker)[.]/.test(name));
  const filled = tables.filter(([, said]) => said !== '0 ');
  expect(filled.length).toBeGreaterThan(tables.length * 0.7);
});

describe('an instance restored on an empty machine, by the command', () => {
  test('has every row, rule and job of the first, and its secret; its people may go on', async () => {
    const target = await emptyDatabaseUrl();
    const elsewhere = await mkdtemp(join(tmpdir(), 'maillage-elsewhere-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    await writeFile(join(data, 'secret'), 'le secret de l’instance d’origine');
    const withSecret = join(folder, 'avec-secret.tar.gz');
    expect(maillage(url, ['backup', withSecret]).status).toBe(0);
    const restored = maillage(target, ['restore', withSecret, '--moved'], {
      MAILLAGE_DATA: elsewhere
    });
    expect(restored.stderr + restored.stdout).toContain('chaque table a été relue');
    expect(await portrait(target)).toEqual(source);
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe(
      'le secret de l’instance d’origine'
    );
    const [next] = await query(
      target,
      `insert into mail_message (kind, recipient, subject) values ('essai', '', '')
        returning id > (select max(id) from mail_message) as follows`
    );
    expect(next).toEqual({ follows: true });
  });

  test('sends nothing that may have left since, unless the first has stopped', async () => {
    const target = await emptyDatabaseUrl();
    expect(maillage(target, ['restore', file]).stderr).toContain(
      'à décider dans /gestion/instance/courriels'
    );
    const states = await query(
      target,
      `select recipient, status from mail_message where kind = 'essai' order by 1`
    );
    expect(states).toEqual([
      { recipient: 'due@exemple.test', status: 'uncertain' },
      { recipient: 'later@exemple.test', status: 'queued' }
    ]);
  });
});

describe('an instance that is not empty', () => {
  test('is replaced only by who has read what goes, and says so', async () => {
    const target = await testDatabaseUrl();
    const there = connect(target, { max: 2 });
    await aPlaceForTraces(there);
    await there.destroy();
    const before = await portrait(target);
    const refused = maillage(target, ['restore', file]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/1\u00a0?.?compte.* effacés, sans retour/);
    const unsaid = maillage(target, ['restore', file, '--replace']);
    expect([unsaid.status, unsaid.stderr]).toEqual([1, expect.stringContaining('ajoutez --yes')]);
    expect(await portrait(target)).toEqual(before);
    const replaced = maillage(target, ['restore', file, '--replace', '--yes', '--moved', '--json']);
    expect(JSON.parse(replaced.stdout)).toMatchObject({ migrations: [], lost: [] });
    expect(await portrait(target)).toEqual(source);
  });

  test('killed in the middle of a restoration, is as before or as the backup, and never between', async () => {
    const target = await testDatabaseUrl();
    await query(
      target,
      `insert into stored_file (key, media_type, bytes) values ('db/avant', '', '')`
    );
    const before = await portrait(target);
    const outcomes: string[] = [];
    for (const when of [/Restauration : 25/, /Comparaison de chaque table/]) {
      const restoring = run('bin/maillage.ts', ['restore', file, '--replace', '--yes', '--moved'], {
        env: { DATABASE_URL: target, MAILLAGE_DATA: data, MAILLAGE_DEMO: 'off' }
      });
      await restoring.line(when);
      restoring.child.kill('SIGKILL');
      await restoring.ended;
      await gone(target);
      const after = await portrait(target);
      outcomes.push(
        after.get('public.stored_file') === before.get('public.stored_file') ? 'before' : 'after'
      );
      expect(after).toEqual(outcomes.at(-1) === 'before' ? before : source);
    }
    // Else it was never in the middle.
    expect(outcomes).toContain('before');
  });

  test('that is not Maillage is never touched', async () => {
    const target = await emptyDatabaseUrl();
    await query(target, 'create table comptabilite (montant integer)');
    const refused = maillage(target, ['restore', file, '--replace', '--yes']);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('ne sont pas de Maillage')
    ]);
    expect(await query(target, 'select count(*) from comptabilite')).toEqual([{ count: '0' }]);
  });
});

/** PostgreSQL has seen that who was killed is gone. */
async function gone(target: string): Promise<void> {
  for (;;) {
    const [{ count } = {}] = await query(
      target,
      `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`
    );
    if (Number(count) === 0) return;
    await sleep(50);
  }
}

describe('a backup of a newer Maillage is refused before anything is touched', () => {
  test.each([
    [
      'a newer format',
      (manifest: Record<string, unknown>) => (manifest['format'] = 2),
      'format plus récent'
    ],
    [
      'a newer schema',
      (manifest: Record<string, unknown>) =>
        (manifest['migrations'] as string[]).push('2999-01-01-1-plus-tard'),
      'installez cette version ou une plus récente'
    ]
  ])('%s', async (name, change, sentence) => {
    const newer = await rewritten(`${name}.tar.gz`, change);
    const target = await emptyDatabaseUrl();
    const refused = maillage(target, ['restore', newer]);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(
      await query(
        target,
        `select count(*) from pg_class where relnamespace = 'public'::regnamespace`
      )
    ).toEqual([{ count: '0' }]);
  });
});

test('without room, a backup says so and leaves nothing', async () => {
  const cramped = join(folder, 'plein');
  const command = `ulimit -f 20; exec "$0" "$1" backup "$2"`;
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', command, process.execPath, join(ROOT, 'bin/maillage.ts'), join(cramped, 'trop.tar.gz')],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: url,
        MAILLAGE_DATA: data,
        MAILLAGE_DEMO: 'off'
      }
    }
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('Il n’y a plus de place')]);
  expect(await readdir(cramped)).toEqual([]);
});

describe('files of an S3-compatible store', () => {
  test('are in the backup, and go back to the store of the new instance, or to its database', async () => {
    const [stub, other] = [await startS3Stub(), await startS3Stub()];
    onTestFinished(async () => {
      await stub.close();
      await other.close();
    });
    const bytes = Buffer.from('Un document partagé.');
    const stored = await putFile(
      db,
      { folder: 'documents', bytes, mediaType: 'text/plain' },
      stub.bucket
    );
    const lost = { ...stored, key: 's3/documents/perdu' };
    const name = (kept: typeof stored) =>
      sql`
      update document_version set storage_key = ${kept.key}, size = ${kept.size}, sha256 = ${kept.sha256}
      where id = (select min(id) from document_version)`.execute(db);
    await name(stored);
    const withStore = { ...configuration, storage: stub.bucket };
    const saved = join(folder, 'avec-documents.tar.gz');
    expect(await backUp(db, saved, withStore)).toMatchObject({ files: 1, lost: [] });
    const checked = await checkBackup(saved);

    const first = await emptyDatabaseUrl();
    await restoreBackup(
      first,
      saved,
      checked,
      restoringOf({ ...configuration, storage: other.bucket }, true, () => undefined)
    );
    const there = connect(first, { max: 2 });
    expect(String(await readStored(there, stored, other.bucket))).toBe('Un document partagé.');
    await there.destroy();

    const second = await emptyDatabaseUrl();
    await restoreBackup(
      second,
      saved,
      checked,
      restoringOf(configuration, true, () => undefined)
    );
    const without = connect(second, { max: 2 });
    expect(String(await readStored(without, stored, null))).toBe('Un document partagé.');
    await removeFile(without, stored.key);
    expect(await eraseRemoved(without, null)).toBe(1);
    await expect(readStored(without, stored, null)).rejects.toThrow();
    await without.destroy();

    await name(lost);
    const incomplete = join(folder, 'un-document-perdu.tar.gz');
    expect(await backUp(db, incomplete, withStore)).toMatchObject({
      files: 0,
      lost: [lost.key]
    });
    stub.failing.push(503, 503, 503);
    await expect(backUp(db, join(folder, 'panne.tar.gz'), withStore)).rejects.toThrow(
      'pas accessibles'
    );
    expect(existsSync(join(folder, 'panne.tar.gz'))).toBe(false);
  });
});
