import { sql } from 'kysely';
import type { Correspondent } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, InterestId, PersonId } from '#shared/ids.ts';
import type { SharedPerson } from '../../model.ts';
import { listWriters } from '../people/queries.ts';

/** Somebody who said « ça m’intéresse », as those who write the project read her. */
export interface Interest {
  readonly id: InterestId;
  readonly person: SharedPerson;
  /** The structures she works for. */
  readonly structures: readonly string[];
  readonly createdAt: Date;
  /** When one of them answered, and who. */
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
}

/** One’s own, of a project. */
export interface OwnInterest {
  readonly id: InterestId;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
}

/** Those who are interested and did not withdraw, the last first. The caller writes the project. */
export async function listInterests(db: Executor, id: ContributionId): Promise<Interest[]> {
  const { rows } = await sql<Interest>`
    select i.id, json_build_object('id', p.id, 'name', p.name) as person, i.created_at as "createdAt",
      coalesce((select json_agg(s.name order by s.name) from affiliation a
        join structure s on s.id = a.structure_id and s.merged_into is null
        where a.person_id = p.id and a.status = 'active'), '[]') as structures,
      i.answered_at as "answeredAt", answerer.name as "answeredBy"
    from interest i join person p on p.id = i.person_id left join person answerer on answerer.id = i.answered_by
    where i.contribution_id = ${id} and i.withdrawn_at is null order by i.created_at desc, i.id desc`.execute(
    db
  );
  return rows;
}

/** What a person said of a project; null when she said nothing, or took it back. */
export async function findOwnInterest(
  db: Executor,
  id: ContributionId,
  person: PersonId
): Promise<OwnInterest | null> {
  const { rows } = await sql<OwnInterest>`
    select id, created_at as "createdAt", answered_at as "answeredAt" from interest
    where contribution_id = ${id} and person_id = ${person} and withdrawn_at is null`.execute(db);
  return rows[0] ?? null;
}

/**
 * Who is written to about a project: those who write it, or else who answers for the structures that carry it. For
 * messages only.
 */
export async function listCarriers(db: Executor, id: ContributionId): Promise<Correspondent[]> {
  const writers = await listWriters(db, id);
  if (writers.length > 0) return writers;
  const { rows } = await sql<Correspondent>`
    select distinct p.id, p.name, p.email from contribution c
    join contribution_structure x on x.contribution_id = c.id and x.role = 'carrier'
    join structure s on s.id = x.structure_id
    join affiliation a on a.structure_id = coalesce(s.merged_into, s.id) and a.referent and a.status = 'active'
    join person p on p.id = a.person_id and p.suspended_at is null
    join membership m on m.person_id = p.id and m.territory_id = c.territory_id and m.status = 'active'
      and m.role <> 'reception'
    where c.id = ${id} order by p.name, p.id`.execute(db);
  return rows;
}
