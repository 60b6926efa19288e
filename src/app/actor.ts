import { sql } from 'kysely';
import { VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * A person with all that decides what she may do, from the three domains that know it, in one statement.
 * @returns a visitor when the account is gone or suspended.
 */
export async function loadActor(db: Executor, id: PersonId): Promise<Actor> {
  const { rows } = await sql<Omit<PersonActor, 'kind'>>`
    select person.id, person.name, person.administrator,
      coalesce((
        select json_agg(json_build_object('territory', territory_id, 'role', role) order by territory_id)
        from membership where person_id = person.id and status = 'active'), '[]') as memberships,
      coalesce((
        select json_agg(structure_id order by structure_id)
        from affiliation where person_id = person.id and referent and status = 'active'), '[]')
        as "referentOf"
    from person where id = ${id} and suspended_at is null`.execute(db);
  const [found] = rows;
  return found ? { kind: 'person', ...found } : VISITOR;
}
