import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** Where somebody sat, and which rules were about her: the other of the two is not hers to take away. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const { rows: table_seats } = await sql`
    select e.title as event, s.round_number as round, s.table_number as "table"
    from table_plan_seat s join registration r on r.id = s.registration_id join event e on e.id = r.event_id
    where r.person_id = ${id} or r.email = ${email} order by e.id, s.round_number`.execute(db);
  const { rows: table_rules } = await sql`
    select e.title as event, l.kind, l.table_number as "table", l.round_number as round
    from table_plan_rule l join registration r on r.id in (l.registration_id, l.other_id)
    join event e on e.id = l.event_id
    where r.person_id = ${id} or r.email = ${email} order by l.id`.execute(db);
  return { table_seats, table_rules };
}
