import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';

/**
 * Until so many sessions of this database wait for a lock: what a race lines up before it lets go.
 * @param db - with a connection to spare.
 * @throws when they never do.
 */
export async function untilWaiting(db: Database, count: number): Promise<void> {
  for (let tries = 0; tries < 250; tries++) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (rows[0]!.n >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${count} should be waiting for a lock`);
}
