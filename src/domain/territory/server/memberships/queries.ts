import { sql } from 'kysely';
import type { Correspondent } from '#domain/identity/server/accounts/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import type { Membership } from '../../membership.ts';

export type { Correspondent };

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

/** What links a person to a territory, if anything does or did. */
export async function findMembership(
  db: Executor,
  person: PersonId,
  territory: TerritoryId
): Promise<Membership | null> {
  const { rows } = await sql<Membership>`
    select ${MEMBERSHIP} from membership
    where person_id = ${person} and territory_id = ${territory}`.execute(db);
  return rows[0] ?? null;
}

/** Every link of a person with territories, those of the past included, the oldest first. */
export async function listMembershipsOf(db: Executor, person: PersonId): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select ${MEMBERSHIP} from membership where person_id = ${person} order by id`.execute(db);
  return rows;
}

/** The names of those who lead a territory: public, so that one knows in whose hands a request is. */
export async function listAnimatorNames(db: Executor, territory: TerritoryId): Promise<string[]> {
  return (await listAnimators(db, territory)).map(({ name }) => name);
}

const MEMBERSHIP = sql`id, territory_id as territory, person_id as person, role, status,
  asked_at as "askedAt", decided_at as "decidedAt", reason`;
