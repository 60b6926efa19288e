import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away: her teams, her tasks, her answers to polls. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const teams = db
    .selectFrom('event_team_member as m')
    .innerJoin('event as e', 'e.id', 'm.event_id')
    .select(['e.title as event', 'm.role', 'm.created_at'])
    .where('m.person_id', '=', id)
    .orderBy('m.id');
  const tasks = db
    .selectFrom('event_task as k')
    .innerJoin('event as e', 'e.id', 'k.event_id')
    .select(['e.title as event', 'k.title', 'k.days_before', 'k.done_at'])
    .where('k.assignee_id', '=', id)
    .orderBy('k.id');
  const polls = db
    .selectFrom('date_poll_guest as g')
    .innerJoin('date_poll as p', 'p.id', 'g.poll_id')
    .innerJoin('event as e', 'e.id', 'p.event_id')
    .select(['e.title as event', 'g.name', 'g.email', 'g.profession', 'g.comment'])
    .select(['g.asked_at', 'g.answered_at'])
    .select(
      sql`(select coalesce(json_agg(json_build_object('starts_at', s.starts_at, 'answer', a.answer)
        order by s.starts_at), '[]') from date_poll_answer a join date_poll_slot s on s.id = a.slot_id
        where a.guest_id = g.id)`.as('answers')
    )
    .where((eb) => eb.or([eb('g.person_id', '=', id), eb('g.email', '=', email)]))
    .orderBy('g.id');
  return {
    event_teams: await teams.execute(),
    event_tasks: await tasks.execute(),
    polls: await polls.execute()
  };
}
