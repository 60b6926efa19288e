import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away. */
export async function exportPerson(db: Executor, id: PersonId) {
  const memberships = await db
    .selectFrom('membership as m')
    .innerJoin('territory as t', 't.id', 'm.territory_id')
    .select(['t.name as territory', 'm.role', 'm.status', 'm.motive', 'm.asked_at', 'm.decided_at'])
    .select('m.reason')
    .where('m.person_id', '=', id)
    .orderBy('m.id')
    .execute();
  return { memberships };
}

/** The territories that nobody would lead any more without this person. */
export async function listAnimatedAlone(
  db: Executor,
  id: PersonId
): Promise<{ id: TerritoryId; slug: string; name: string }[]> {
  const { rows } = await sql<{ id: TerritoryId; slug: string; name: string }>`
    select t.id, t.slug, t.name from territory t
    join membership own on own.territory_id = t.id and own.person_id = ${id}
      and own.role = 'animator' and own.status = 'active'
    where not exists (
      select from membership other join person on person.id = other.person_id
      where other.territory_id = t.id and other.person_id <> ${id} and other.role = 'animator'
        and other.status = 'active' and person.suspended_at is null)
    order by t.name`.execute(db);
  return rows;
}
