import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** The questionnaires somebody was asked to answer. What she said is nobody’s: it cannot be found. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const surveys = await db
    .selectFrom('survey_link as l')
    .innerJoin('survey as s', 's.id', 'l.survey_id')
    .innerJoin('event as e', 'e.id', 's.event_id')
    .innerJoin('registration as r', 'r.id', 'l.registration_id')
    .select(['e.title as event', 's.title', 'l.sent_at', 'l.reminded_at', 'l.answered'])
    .where((eb) => eb.or([eb('r.person_id', '=', id), eb('r.email', '=', email)]))
    .orderBy('l.id')
    .execute();
  return { surveys };
}
