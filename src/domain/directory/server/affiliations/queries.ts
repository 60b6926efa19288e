import { sql } from 'kysely';
import type { Correspondent } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';

/** Those who answer for the fiche of a structure, by name; without those whose account is suspended. For messages only. */
export async function listReferents(
  db: Executor,
  structure: StructureId
): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    select person.id, person.name, person.email
    from affiliation join person on person.id = affiliation.person_id
    where affiliation.structure_id = ${structure} and affiliation.referent
      and affiliation.status = 'active' and person.suspended_at is null
    order by person.name, person.id`.execute(db);
  return rows;
}
