import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { Outside } from '#server/backup/make.ts';
import type { Restoring } from '#server/backup/restore.ts';
import { databaseUrl, runSql } from './server.ts';

/** Nothing outside the tables. */
export const NOTHING_OUTSIDE: Outside = {
  listFiles: () => Promise.resolve([]),
  readFile: () => Promise.resolve(null),
  secret: null
};

export const NOTHING_TO_SETTLE: Restoring = {
  putFile: () => Promise.resolve(),
  settle: () => Promise.resolve(),
  say: () => undefined
};

/** A folder for the backups of a test file, thrown away after it. */
export async function backupFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-backups-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A database of the test server without a single table. */
export async function emptyDatabaseUrl(): Promise<string> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runSql(server, `create database ${name}`);
  return databaseUrl(server, name);
}

/** What each table holds, and the rules of the schema, said by PostgreSQL itself. */
export async function portrait(url: string): Promise<Map<string, string>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`set timezone = 'UTC'`);
    const { rows: tables } = await client.query<{ name: string }>(
      `select n.nspname || '.' || quote_ident(relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where relkind = 'r' and nspname in ('public', 'graphile_worker')
        and relname not in ('kysely_migration', 'kysely_migration_lock', 'migrations') order by 1`
    );
    const seen = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ count: string; mark: string }>(
        `select count(*), coalesce(md5(string_agg(t::text, E'\\n' order by t::text collate "C")), '') as mark from ${name} t`
      );
      seen.set(name, `${rows[0]!.count} ${rows[0]!.mark}`);
    }
    for (const [rule, count] of await rules(client)) seen.set(rule, count);
    return seen;
  } finally {
    await client.end();
  }
}

/** What one statement answers, on a connection of its own. */
export async function query(on: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(on);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** How many rows of a table, in a portrait. */
export function rowsOf(seen: ReadonlyMap<string, string>, table: string): number {
  return Number(seen.get(table)?.split(' ')[0]);
}

async function rules(client: pg.Client): Promise<[string, string][]> {
  const ours = `connamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`;
  const { rows } = await client.query<{ rule: string; said: string }>(
    `select 'constraint ' || conrelid::regclass || ' ' || conname as rule, pg_get_constraintdef(oid) as said
      from pg_constraint where ${ours} and contype in ('f', 'u', 'p', 'c', 'x')
    union all select 'trigger ' || tgrelid::regclass || ' ' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(oid)
      from pg_trigger where not tgisinternal
    union all select 'index ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
      from pg_index join pg_class c on c.oid = indexrelid where c.relnamespace = 'public'::regnamespace
    union all select 'migration ' || name, '' from kysely_migration`
  );
  return rows.map(({ rule, said }) => [rule, said]);
}
