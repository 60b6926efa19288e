import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Executor } from '#server/db/connection.ts';

/** First key of the advisory locks held by workers; the second is made from the worker's name. */
const WORKER = 0x4d42;

/**
 * Says that a worker lives: a lock that PostgreSQL releases by itself when the process is gone, however it goes.
 * Held on a connection of its own; when that one is lost, so is the name of the worker.
 */
export class Presence {
  /** Resolves when the connection is lost, once it was held. */
  readonly lost: Promise<void>;
  #tellLost: () => void = () => undefined;
  readonly #url: string;
  #client: pg.Client | null = null;
  #held: Promise<void> | null = null;
  #over = false;

  constructor(url: string) {
    this.#url = url;
    this.lost = new Promise((done) => (this.#tellLost = done));
  }

  /** Resolves once the lock is held. */
  hold(worker: string): Promise<void> {
    this.#held ??= this.#take(worker);
    return this.#held;
  }

  async release(): Promise<void> {
    this.#over = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #take(worker: string): Promise<void> {
    while (!this.#over) {
      const client = new pg.Client({
        connectionString: this.#url,
        keepAlive: true,
        application_name: 'maillage worker'
      });
      client.on('error', () => undefined);
      client.on('end', () => {
        if (!this.#over && this.#client === client) this.#tellLost();
      });
      try {
        await client.connect();
        await client.query('select pg_advisory_lock($1, hashtext($2))', [WORKER, worker]);
        this.#client = client;
        return;
      } catch {
        await client.end().catch(() => undefined);
        await sleep(1000, undefined, { ref: false });
      }
    }
  }
}

/** @returns how many workers live now, on every server of the instance. */
export async function countWorkers(executor: Executor): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${presences}`.execute(executor);
  return rows[0]!.count;
}

/** @returns those of `workers` whose process is gone. */
export async function listDeadWorkers(
  executor: Executor,
  workers: readonly string[]
): Promise<string[]> {
  const { rows } = await sql<{ worker: string }>`
    select worker from unnest(${workers}::text[]) worker
    where not exists (
      select from ${presences} where presence.key = hashtext(worker)
    )`.execute(executor);
  return rows.map(({ worker }) => worker);
}

/** The locks held by living workers of this database; `objid` is unsigned, `hashtext` is not. */
const presences = sql`(
  select objid::bigint::bit(32)::integer as key from pg_locks
  where locktype = 'advisory' and classid = ${sql.lit(WORKER)} and objsubid = 2 and granted
    and database = (select oid from pg_database where datname = current_database())
) presence`;
