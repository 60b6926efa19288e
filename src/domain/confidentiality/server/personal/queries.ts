import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away: what she reported. @param email - of her account. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const reports = await db
    .selectFrom('withholding')
    .select(['content_kind', 'content_label', 'reason', 'reported_at', 'status'])
    .where('reported_by', '=', id)
    .orderBy('id')
    .execute();
  const barriers = await db
    .selectFrom('access_barrier')
    .select(['page', 'happened', 'used', 'author_email', 'reported_at', 'closed_at'])
    .where('author_email', '=', email.toLowerCase())
    .orderBy('id')
    .execute();
  return { reports, barriers };
}
