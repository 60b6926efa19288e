import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, PersonId, StructureId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { byProgress, type Reuse } from '../../reuse.ts';
import { inNetworkOf, OPEN_SINCE } from '../columns/queries.ts';

const COLUMNS = sql`r.id, r.status, r.outcome, r.created_at as "createdAt", r.updated_at as "updatedAt", r.version,
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person,
  case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure`;
/** Whether everybody read the page of a re-use `r` when it was last said, and ever since. */
const PUBLIC_SINCE = sql<boolean>`(select c.visibility = 'public' and r.updated_at >= ${OPEN_SINCE}
  from contribution c where c.id = r.contribution_id)`;
/** A structure that was merged is read as what it became. */
const TABLES = sql`experience_reuse r left join person p on p.id = r.person_id
  left join structure o on o.id = r.structure_id left join structure s on s.id = coalesce(o.merged_into, o.id)`;

/**
 * Who re-uses an experience that the actor may read, the furthest first. Names of people are for the network; others read
 * the structures.
 */
export async function listReuses(
  db: Executor,
  actor: Actor,
  { id, territory }: Pick<Contribution, 'id' | 'territory'>
): Promise<Reuse[]> {
  const isMember = isMemberOf(actor, territory.id);
  const which = isMember ? sql`true` : PUBLIC_SINCE;
  const reuses = await read(db, sql`r.contribution_id = ${id} and ${which}`);
  return reuses
    .map((reuse): Reuse => (isMember ? reuse : { ...reuse, person: null }))
    .toSorted(byProgress);
}

/** What somebody said of her own re-use of an experience; null when she said nothing. */
export async function findReuse(
  db: Executor,
  id: ContributionId,
  person: PersonId
): Promise<Reuse | null> {
  const [found] = await read(db, sql`r.contribution_id = ${id} and r.person_id = ${person}`);
  return found ?? null;
}

/** The re-uses of several experiences, for their counts in a list of an actor: one statement. */
export async function listReusesAmong(
  db: Executor,
  actor: Actor,
  ids: readonly ContributionId[]
): Promise<Map<ContributionId, Reuse[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Reuse & { of: ContributionId }>`
    select r.contribution_id as of, ${COLUMNS} from ${TABLES}
    join contribution c on c.id = r.contribution_id
    where r.contribution_id = any(${ids}::bigint[]) and (${PUBLIC_SINCE} or ${inNetworkOf(actor)}) order by r.id`.execute(
    db
  );
  return Map.groupBy(rows, ({ of }) => of);
}

/** The structures where somebody works, by name: those in whose name she may say that she re-uses. */
export async function listOwnStructures(
  db: Executor,
  person: PersonId
): Promise<{ id: StructureId; name: string }[]> {
  const { rows } = await sql<{ id: StructureId; name: string }>`
    select distinct s.id, s.name from affiliation a
    join structure o on o.id = a.structure_id join structure s on s.id = coalesce(o.merged_into, o.id)
    where a.person_id = ${person} and a.status = 'active' order by s.name, s.id`.execute(db);
  return rows;
}

/** Whether an actor reads that somebody does, or has done, again what the experience `c` tells. */
export function reusedFor(actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`exists (select from experience_reuse r
    where r.contribution_id = c.id and r.status in ('ongoing', 'done') and (${PUBLIC_SINCE} or ${inNetworkOf(actor)}))`;
}

async function read(db: Executor, where: RawBuilder<unknown>): Promise<Reuse[]> {
  const { rows } =
    await sql<Reuse>`select ${COLUMNS} from ${TABLES} where ${where} order by r.id`.execute(db);
  return rows;
}
