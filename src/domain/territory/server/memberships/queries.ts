import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/** Somebody a message may be sent to. The e-mail never leaves the server. */
export interface Correspondent {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** Those who lead the network of a territory, by name; without those whose account is suspended. For messages only. */
export async function listAnimators(
  db: Executor,
  territory: TerritoryId
): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    select person.id, person.name, person.email
    from membership join person on person.id = membership.person_id
    where membership.territory_id = ${territory} and membership.role = 'animator'
      and membership.status = 'active' and person.suspended_at is null
    order by person.name, person.id`.execute(db);
  return rows;
}
