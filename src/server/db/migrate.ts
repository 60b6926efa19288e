import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import type { Database, Executor } from './connection.ts';

const folder = new URL('../../../migrations/', import.meta.url);

/** Dated files of `migrations/`, frozen once released: `.sql` as it is, run in one transaction. */
const provider: MigrationProvider = {
  async getMigrations() {
    const migrations: Record<string, Migration> = {};
    for (const name of await listMigrations()) {
      const statements = await readFile(new URL(`${name}.sql`, folder), 'utf8');
      migrations[name] = {
        up: async (db) => {
          await sql.raw(statements).execute(db);
        }
      };
    }
    return migrations;
  }
};

/**
 * Brings the schema up to date: every migration or none, under a lock. @returns the names of the migrations it ran.
 * @throws Refusal when the schema is newer than this Maillage; what a migration throws.
 */
export async function migrateToLatest(db: Database): Promise<string[]> {
  await refuseNewerSchema(db);
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}

/**
 * What the schema of a database lacks of this version, and what it has of another: names of migrations. Changes nothing.
 */
export async function compareMigrations(
  db: Database
): Promise<{ missing: string[]; unknown: string[] }> {
  const known = await new Migrator({ db, provider }).getMigrations();
  const { rows } = await sql<{ present: boolean }>`
    select to_regclass('kysely_migration') is not null as present`.execute(db);
  const done = rows[0]?.present
    ? await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    : { rows: [] };
  const names = new Set(known.map(({ name }) => name));
  return {
    missing: known.filter(({ executedAt }) => !executedAt).map(({ name }) => name),
    unknown: done.rows.map(({ name }) => name).filter((name) => !names.has(name))
  };
}

/**
 * Makes the schema as it was after a migration. @param db - on one connection, in the transaction of the caller.
 * @throws what a migration throws.
 */
export async function migrateTo(db: Database, name: string): Promise<void> {
  const migrator = new Migrator({ db, provider, disableTransactions: true });
  const { error } = await migrator.migrateTo(name);
  if (error)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
}

/** @returns the migrations of this Maillage, in their order. */
export async function listMigrations(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace(/\.sql$/, ''))
    .sort();
}

/** @returns the migrations a database has had, in their order; none when it is empty. */
export async function listApplied(executor: Executor): Promise<string[]> {
  const present = await sql<{ made: boolean }>`
    select to_regclass('public.kysely_migration') is not null as made`.execute(executor);
  if (!present.rows[0]?.made) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(executor);
  return rows.map(({ name }) => name).sort();
}

/** @throws Refusal when a newer Maillage has changed the schema: an older one would not know what it means. */
async function refuseNewerSchema(db: Database): Promise<void> {
  const known = await listMigrations();
  const unknown = (await listApplied(db)).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Refusal(
    `Cette base a été mise à jour par une version plus récente de Maillage (${plural(unknown.length, 'migration')} que celle-ci ne connaît pas, ` +
      `dont « ${unknown.at(-1)!} »). Rien n’a été touché. Relancez la version la plus récente, ou restaurez avec celle-ci une sauvegarde ` +
      'faite avant la mise à jour (docs/exploitation.md, « Mettre à jour »).'
  );
}
