/** The tables of a database as they are, whatever the domains made of them. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '#server/db/connection.ts';
import type { DB } from '#server/db/schema.ts';

/** Ours, and the one of graphile-worker: jobs that wait are part of the instance. */
const SCHEMAS = ['public', 'graphile_worker'];
/** What says the version of a schema: restored by running its migrations. */
const VERSIONS = [
  'public.kysely_migration',
  'public.kysely_migration_lock',
  'graphile_worker.migrations'
];

export interface Table {
  /** « public.person » */
  readonly name: string;
  /** Those that are not computed by PostgreSQL. */
  readonly columns: readonly string[];
}

/** What else a setting of the server could change in the text of a value. */
const SAME_TEXT = [
  `set client_encoding = 'UTF8'`,
  `set timezone = 'UTC'`,
  `set datestyle = 'ISO, YMD'`,
  `set intervalstyle = 'postgres'`,
  `set extra_float_digits = 1`,
  `set bytea_output = 'hex'`,
  `set standard_conforming_strings = on`,
  `set statement_timeout = 0`,
  `set idle_in_transaction_session_timeout = 0`
].join('; ');

/** A connection of its own, on which values are written the same whatever the server. */
export async function connectForCopy(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'maillage backup' });
  // Its running query fails; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(SAME_TEXT);
  return client;
}

/** Kysely on this connection: what it reads and writes belongs to its transaction. */
export function onOneConnection(client: pg.Client): Database {
  const held = Object.assign(client, { release: () => undefined });
  const pool = { options: {}, connect: () => Promise.resolve(held), end: () => Promise.resolve() };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

/** @returns every table whose rows make the instance. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as name,
      array(
        select attname::text from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum
      ) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = any ($1) and n.nspname || '.' || c.relname <> all ($2)
      and not ${ofExtension('pg_class', 'c.oid')}
    order by 1`,
    [SCHEMAS, VERSIONS]
  );
  return rows;
}

/** @returns the last value of each sequence; null for one never used. */
export async function readSequences(client: pg.ClientBase): Promise<Record<string, number | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select schemaname || '.' || sequencename as name, last_value::text as last
    from pg_sequences where schemaname = any ($1) order by 1`,
    [SCHEMAS]
  );
  return Object.fromEntries(
    rows.map(({ name, last }) => [name, last === null ? null : Number(last)])
  );
}

/** Never behind where it is: a number given once is not given again. */
export async function setSequences(
  client: pg.ClientBase,
  sequences: Readonly<Record<string, number | null>>
): Promise<void> {
  await client.query(
    `select setval(to_regclass(quoted), greatest(wanted, (select last_value from pg_sequences
      where format('%I.%I', schemaname, sequencename) = quoted)))
    from (select format('%I.%I', split_part(key, '.', 1), split_part(key, '.', 2)) as quoted, value::bigint as wanted
      from json_each_text($1)) given
    where wanted is not null and to_regclass(quoted) is not null`,
    [JSON.stringify(sequences)]
  );
}

/** « "public"."person" » */
export function quoted(name: string): string {
  return name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.');
}

/** « "public"."person" ("id", "name") » */
export function withColumns({ name, columns }: Table): string {
  return `${quoted(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}

/** @returns the statements that remove everything Maillage made in `public`; extensions stay. */
export async function listRemovals(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `select 'drop table ' || string_agg(c.oid::regclass::text, ', ') || ' cascade' as statement
    from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and not ${ofExtension('pg_class', 'c.oid')}
    having count(*) > 0
    union all
    select 'drop routine ' || string_agg(p.oid::regprocedure::text, ', ') || ' cascade'
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and not ${ofExtension('pg_proc', 'p.oid')}
    having count(*) > 0`
  );
  return rows.map(({ statement }) => statement);
}

/** The foreign keys, taken away while rows come in any order, and how to put them back: that checks every row. */
export async function listForeignKeys(
  client: pg.ClientBase
): Promise<{ drop: string; add: string }[]> {
  const { rows } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
    from pg_constraint
    where contype = 'f' and conparentid = 0 and connamespace = any ($1::regnamespace[])
    order by conrelid::regclass::text, conname`,
    [SCHEMAS]
  );
  return rows;
}

/** Tables whose triggers would act on rows that have already had their effect. */
export async function listTriggered(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct tgrelid::regclass::text as name from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and tgenabled = 'O' and c.relnamespace = any ($1::regnamespace[])
    order by 1`,
    [SCHEMAS]
  );
  return rows.map(({ name }) => name);
}

const ofExtension = (catalog: string, id: string) =>
  `exists (select from pg_depend where classid = '${catalog}'::regclass and objid = ${id} and deptype = 'e')`;
