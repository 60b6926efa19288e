import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf, runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, PersonId, StructureId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { byProgress, type Reuse } from '../../reuse.ts';

const COLUMNS = sql`r.id, r.status, r.outcome, r.created_at as "createdAt", r.updated_at as "updatedAt", r.version,
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person,
  case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure`;
/**
 * Whether everybody read the page when it was said, and ever since: what was said among members stays among them when the
 * page is opened afterwards.
 */
const PUBLIC_SINCE = sql<boolean>`(select c.visibility = 'public' and not exists (
    select from (select v.document->>'visibility' as visibility,
        coalesce(lead(v.written_at) over (order by v.version), 'infinity') as until
      from contribution_version v where v.contribution_id = c.id) x
    where x.visibility = 'members' and x.until > r.updated_at)
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
    join contribution x on x.id = r.contribution_id
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

/** Whether an actor is of the network of the contribution `x`. */
function inNetworkOf(actor: Actor): RawBuilder<boolean> {
  if (runsInstance(actor)) return sql<boolean>`true`;
  const territories =
    actor.kind === 'person'
      ? actor.memberships
          .filter((one) => isMemberOf(actor, one.territory))
          .map((one) => one.territory)
      : [];
  return sql<boolean>`x.territory_id = any(${territories}::bigint[])`;
}

async function read(db: Executor, where: RawBuilder<unknown>): Promise<Reuse[]> {
  const { rows } =
    await sql<Reuse>`select ${COLUMNS} from ${TABLES} where ${where} order by r.id`.execute(db);
  return rows;
}
