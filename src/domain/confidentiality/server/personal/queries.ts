import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away: what she reported. */
export async function exportPerson(db: Executor, id: PersonId) {
  const reports = await db
    .selectFrom('withholding')
    .select(['content_kind', 'content_label', 'reason', 'reported_at', 'status'])
    .where('reported_by', '=', id)
    .orderBy('id')
    .execute();
  return { reports };
}
