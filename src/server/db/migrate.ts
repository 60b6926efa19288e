import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration';
import type { Database } from './connection.ts';

const folder = new URL('../../../migrations/', import.meta.url);

/** Dated files of `migrations/`, frozen once released: `.sql` as it is, run in one transaction. */
const provider: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
    const migrations: Record<string, Migration> = {};
    for (const file of files) {
      const statements = await readFile(new URL(file, folder), 'utf8');
      migrations[file.replace(/\.sql$/, '')] = {
        up: async (db) => {
          await sql.raw(statements).execute(db);
        }
      };
    }
    return migrations;
  }
};

/** Brings the schema up to date. @returns the names of the migrations it ran. @throws when one fails. */
export async function migrateToLatest(db: Database): Promise<string[]> {
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
