import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { getStructure } from '#domain/directory/server/queries.ts';
import { searchCommunes } from '#domain/territory/server/queries.ts';
import { listBackups } from '#server/backup/keeping.ts';
import { checkBackup } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { connect } from '#server/db/connection.ts';
import { listApplied, listMigrations, migrateToLatest } from '#server/db/migrate.ts';
import { readEnvironment } from '#server/env.ts';
import { backupFolder, emptyDatabaseUrl, NOTHING_TO_SETTLE } from '../../tests/support/backups.ts';
import { testDatabaseUrl } from '../../tests/support/database.ts';
import { migrate, prepareDatabase } from './prepare.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const FIXTURES = resolve(import.meta.dirname, '../../tests/fixtures');
const releases = (await readdir(FIXTURES)).filter((name) => name.startsWith('release-'));
const folder = await backupFolder();

test('a release is kept', () => {
  expect(releases).toContain('release-0.1.0.tar.gz');
});

describe.each(releases)('the demonstration as made by %s', (release) => {
  test('is restored whole, brought to today’s schema, and serves', async () => {
    const file = join(FIXTURES, release);
    const checked = await checkBackup(file);
    const url = await emptyDatabaseUrl();
    // Every row is compared before the migrations, within.
    const restored = await restoreBackup(url, file, checked, NOTHING_TO_SETTLE);
    const known = await listMigrations();
    expect(restored.migrations).toEqual(known.slice(checked.manifest.migrations.length));
    const db = connect(url, { max: 3 });
    onTestFinished(() => db.destroy());
    expect(await listApplied(db)).toEqual(known);
    for (const table of [
      'person',
      'structure',
      'event',
      'commune',
      'registration',
      'contribution'
    ]) {
      const { rows } = await sql<{
        count: number;
      }>`select count(*) as count from ${sql.table(table)}`.execute(db);
      expect([table, rows[0]!.count]).toEqual([
        table,
        checked.contents.tables[`public.${table}`]!.rows
      ]);
    }
    expect((await searchCommunes(db, 'Moissac'))[0]).toMatchObject({ name: 'Moissac' });
    const { rows } = await sql<{
      slug: string;
    }>`select slug from structure order by id limit 1`.execute(db);
    expect(await getStructure(db, rows[0]!.slug)).toMatchObject({ slug: rows[0]!.slug });
    const said: string[] = [];
    await prepareDatabase(db, { demo: 'off' }, (line) => said.push(line));
    expect(said).toEqual([]);
  });
});

describe('an update', () => {
  const backups = join(folder, 'avant');
  const configuration = readEnvironment({
    MAILLAGE_DEMO: 'off',
    MAILLAGE_DATA: folder,
    MAILLAGE_BACKUPS: backups
  });

  /** As if only the first migration had been run: the next finds what it creates, and fails. */
  async function wronglyBehind() {
    const db = connect(await testDatabaseUrl(), { max: 3 });
    onTestFinished(() => db.destroy());
    await sql`delete from kysely_migration where name > (select min(name) from kysely_migration)`.execute(
      db
    );
    return db;
  }

  test('backs up first what it changes, says so, and leaves the schema as it was when a migration fails', async () => {
    const db = await wronglyBehind();
    const before = await listApplied(db);
    const said: string[] = [];
    await expect(migrate(db, (line) => said.push(line), configuration)).rejects.toThrow(
      'already exists'
    );
    const [made] = await listBackups(backups);
    expect(made?.occasion).toBe('mise-a-jour');
    expect(said).toEqual([
      'Sauvegarde avant la mise à jour…',
      `Sauvegarde faite : ${join(backups, made!.name)}`
    ]);
    expect((await checkBackup(join(backups, made!.name))).manifest.migrations).toEqual(before);
    expect(await listApplied(db)).toEqual(before);
  });

  test('does not begin when its backup cannot be made', async () => {
    const db = await wronglyBehind();
    const backupsInAFile = join(folder, 'un-fichier');
    await writeFile(backupsInAFile, '');
    const nowhere = { ...configuration, backups: backupsInAFile };
    await expect(migrate(db, () => undefined, nowhere)).rejects.toThrow(
      /mise à jour n’est pas commencée.*MAILLAGE_BACKUPS=off/
    );
  });

  test('of an empty database, or of one up to date, makes no backup', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'maillage-none-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    const db = connect(await emptyDatabaseUrl(), { max: 3 });
    onTestFinished(() => db.destroy());
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const done = await migrate(db, say, { ...configuration, backups: elsewhere });
    expect(done).toEqual(await listMigrations());
    expect(await migrate(db, say, { ...configuration, backups: elsewhere })).toEqual([]);
    expect(await readdir(elsewhere)).toEqual([]);
    expect(said).toHaveLength(1);
  });

  test('of two servers at once, is done once', async () => {
    const url = await emptyDatabaseUrl();
    const [one, other] = [connect(url, { max: 2 }), connect(url, { max: 2 })];
    onTestFinished(async () => {
      await one.destroy();
      await other.destroy();
    });
    const done = await Promise.all([migrateToLatest(one), migrateToLatest(other)]);
    expect(done.map(({ length }) => length).sort()).toEqual(
      [0, (await listMigrations()).length].sort()
    );
  });

  test('by a Maillage older than the schema is refused, and nothing is touched', async () => {
    const db = connect(await testDatabaseUrl(), { max: 3 });
    onTestFinished(() => db.destroy());
    await sql`insert into kysely_migration (name, timestamp) values ('2999-01-01-1-plus-tard', '2999-01-01T00:00:00Z')`.execute(
      db
    );
    const before = await listApplied(db);
    await expect(migrate(db, () => undefined, configuration)).rejects.toThrow(
      /version plus récente de Maillage.*2999-01-01-1-plus-tard.*Rien n’a été touché/
    );
    expect(await listApplied(db)).toEqual(before);
  });
});
