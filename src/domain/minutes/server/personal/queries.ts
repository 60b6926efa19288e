import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What somebody was asked to do after rencontres. */
export async function exportPerson(db: Executor, id: PersonId) {
  const followUps = await db
    .selectFrom('follow_up as f')
    .innerJoin('event as e', 'e.id', 'f.event_id')
    .select(['e.title as event', 'f.what', 'f.due_on', 'f.status', 'f.outcome', 'f.done_at'])
    .where('f.person_id', '=', id)
    .orderBy('f.id')
    .execute();
  return { follow_ups: followUps };
}
