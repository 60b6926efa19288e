import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { listDeadWorkers } from './presence.ts';

/**
 * Gives back the jobs held by workers whose process is gone: graphile-worker would keep them four hours.
 * @returns the workers that were found dead.
 */
export async function unlockDeadWorkers(db: Database): Promise<string[]> {
  const { rows } = await sql<{ worker: string }>`
    select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null`.execute(
    db
  );
  if (rows.length === 0) return [];
  const dead = await listDeadWorkers(
    db,
    rows.map(({ worker }) => worker)
  );
  if (dead.length > 0)
    await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(db);
  return dead;
}
