import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';

/** How many registrations name each category, whatever became of them. */
export async function countByCategory(
  executor: Executor,
  event: EventId
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; people: number }>`
    select category_id as id, count(*) as people from registration
    where event_id = ${event} and category_id is not null group by category_id`.execute(executor);
  return new Map(rows.map(({ id, people }) => [id, people]));
}

/** How many people answered each question. */
export async function countAnswers(
  executor: Executor,
  event: EventId
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; people: number }>`
    select q.id, count(a.registration_id) as people
    from registration_question q left join registration_answer a on a.question_id = q.id
    where q.event_id = ${event} group by q.id`.execute(executor);
  return new Map(rows.map(({ id, people }) => [id, people]));
}
