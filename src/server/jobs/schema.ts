import { runMigrations } from 'graphile-worker';
import { poolOf, type Database } from '#server/db/connection.ts';
import { logger } from './logger.ts';

/** Installs the tables of graphile-worker, or brings them up to date: its own migrations, in a schema of its own. */
export async function installJobs(db: Database): Promise<void> {
  await runMigrations({ pgPool: poolOf(db), logger });
}
