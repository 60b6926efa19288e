import { sql } from 'kysely';
import type { Correspondent } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { SharedPerson } from '../../model.ts';

/** Active members of a territory, without those who only welcome on the day. Server side only: it holds addresses. */
const MEMBERS = (territory: TerritoryId) => sql`person p join membership m on m.person_id = p.id
  and m.territory_id = ${territory} and m.status = 'active' and m.role <> 'reception'`;

/** A member of the network of a territory, for a message. */
export async function findMember(
  db: Executor,
  territory: TerritoryId,
  person: PersonId
): Promise<Correspondent | null> {
  const { rows } = await sql<Correspondent>`select p.id, p.name, p.email from ${MEMBERS(territory)}
    where p.id = ${person} and p.suspended_at is null`.execute(db);
  return rows[0] ?? null;
}

/** The author of a contribution and those who write it with her, still of its network: for messages only. */
export async function listWriters(db: Executor, id: ContributionId): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    select p.id, p.name, p.email from contribution c join person p on p.id = c.author_id or exists (
      select from contribution_person x where x.contribution_id = c.id and x.person_id = p.id and x.role = 'writer')
    where c.id = ${id} and p.suspended_at is null and exists (select from membership m where m.person_id = p.id
      and m.territory_id = c.territory_id and m.status = 'active' and m.role <> 'reception')
    order by p.name, p.id`.execute(db);
  return rows;
}

/** A member as a list offers her: enough to tell two namesakes apart, never an address. */
export interface OfferedMember extends SharedPerson {
  /** Where she works. */
  readonly detail: string;
}

/**
 * Members whose name holds these words. The caller has decided that they may be read.
 * @param most - at most so many.
 */
export async function searchNamed(
  db: Executor,
  territory: TerritoryId,
  words: string,
  most = 8
): Promise<OfferedMember[]> {
  const said = normalise(words);
  if (said === '') return [];
  const { rows } = await sql<OfferedMember>`
    select p.id, p.name, coalesce((select string_agg(s.name, ', ' order by s.name) from affiliation a
        join structure s on s.id = a.structure_id and s.merged_into is null
        where a.person_id = p.id and a.status = 'active'), p.profession, '') as detail
    from ${MEMBERS(territory)} where p.suspended_at is null order by p.name, p.id`.execute(db);
  return rows.filter(({ name }) => normalise(name).includes(said)).slice(0, most);
}
