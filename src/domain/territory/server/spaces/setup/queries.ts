import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** What changes whenever a territory or its perimeter is written: a form sends it back to show that it is not stale. */
export async function readTerritoryVersion(db: Executor, id: TerritoryId): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select t.xmin || '-' || p.xmin as version
    from territory t join perimeter p on p.id = t.perimeter_id where t.id = ${id}`.execute(db);
  return rows[0]?.version ?? '';
}
