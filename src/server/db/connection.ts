import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { keepStatementsReady } from './prepared.ts';
import type { DB } from './schema.ts';
import { noteSlowQuery } from './slow.ts';

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;
/** What a query needs: the pool or a running transaction. */
export type Executor = Database | Tx;

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;

/** A server that cannot be reached, or that has nothing free for so long, is away. */
const WAIT_MS = 20_000;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8 || oid === NUMERIC) return Number;
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  }) as typeof pg.types.getTypeParser
};

const pools = new WeakMap<object, pg.Pool>();

/** Connects lazily; `destroy()` closes every connection. */
export function connect(url: string, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    ...{ connectionString: url, max: options.max ?? 10, types },
    ...{ connectionTimeoutMillis: WAIT_MS, keepAlive: true }
  });
  // An idle connection lost (server restarted) is replaced by the pool at the next query.
  pool.on('error', () => undefined);
  // One lost within a transaction fails its next query; unheard, the event would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    keepStatementsReady(client);
  });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }), log: noteSlowQuery });
  pools.set(db, pool);
  return db;
}

/** The address of a database, for what needs connections of its own. */
export function urlOf(db: Database): string {
  return poolOf(db).options.connectionString!;
}

/** The connections of a database, for a library that writes its own SQL. */
export function poolOf(db: Database): pg.Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error('only what connect() made has a pool');
  return pool;
}

/** Closes every connection, those too that only a library has used: Kysely does not know of them. */
export async function disconnect(db: Database): Promise<void> {
  await db.destroy();
  const pool = poolOf(db);
  if (!pool.ending) await pool.end();
}
