import { sql } from 'kysely';
import type { Database } from './connection.ts';

/** Held while a database is prepared or replaced: of several servers starting together, one does the work. */
export const PREPARATION = 0x4d41;

/** Runs `work` while nobody else prepares this database, on any server. */
export async function alone(db: Database, work: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${PREPARATION})`.execute(connection);
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${PREPARATION})`.execute(connection);
    }
  });
}
