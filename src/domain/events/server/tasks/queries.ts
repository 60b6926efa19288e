import { sql } from 'kysely';
import type { Correspondent } from '#domain/identity/server/accounts/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, PersonId } from '#shared/ids.ts';
import type { Task } from '../../tasks.ts';

/** The rétroplanning of an edition, in the order of its days. Who may read it has been decided with the edition. */
export async function listTasks(db: Executor, event: EventId): Promise<Task[]> {
  const { rows } = await sql<Task & { doneAt: Date | null }>`
    select t.id, t.title, t.detail, t.days_before as "daysBefore", t.done_at as "doneAt", t.done_by as "doneBy",
      case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as assignee
    from event_task t left join person p on p.id = t.assignee_id
    where t.event_id = ${event}
    order by t.days_before desc, t.position, t.id`.execute(db);
  return rows;
}

/** To whom a task of an edition may be given: those who lead the network, and its organisers. By name. */
export async function listPossibleAssignees(
  db: Executor,
  event: EventId
): Promise<Pick<Correspondent, 'id' | 'name'>[]> {
  const { rows } = await sql<{ id: PersonId; name: string }>`
    select p.id, p.name from person p
    where p.suspended_at is null and (
      exists (select from membership m join event e on e.territory_id = m.territory_id
        where e.id = ${event} and m.person_id = p.id and m.role = 'animator' and m.status = 'active')
      or exists (select from event_team_member m
        where m.event_id = ${event} and m.person_id = p.id and m.role = 'organiser'))
    order by p.name, p.id`.execute(db);
  return rows;
}
