import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, PerimeterId, StructureId } from '#shared/ids.ts';
import type { Ground, Interests } from '../../news.ts';
import { listFollows } from '../follows/queries.ts';

/** What somebody works on: where her structures intervene, for what, and what she follows. */
export async function readInterests(db: Executor, actor: PersonActor): Promise<Interests> {
  const [{ rows }, follows] = await Promise.all([
    sql<Pick<Interests, 'structures' | 'themes' | 'perimeters' | 'everywhere'>>`
      with mine as (
        select distinct coalesce(s.merged_into, s.id) as id from affiliation a join structure s on s.id = a.structure_id
        where a.person_id = ${actor.id} and a.status = 'active')
      select
        coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'type', s.type_code) order by s.name)
          from structure s join mine on mine.id = s.id), '[]') as structures,
        array(select distinct theme from structure_offer o join mine on mine.id = o.structure_id,
          unnest(o.themes) theme order by 1) as themes,
        coalesce((select json_agg(distinct o.perimeter_id) from structure_offer o join mine on mine.id = o.structure_id
          where o.certainty = 'declared'), '[]') as perimeters,
        exists (select from structure_offer o join mine on mine.id = o.structure_id
          where o.certainty = 'everywhere') as everywhere`.execute(db),
    listFollows(db, actor.id)
  ]);
  const territories = actor.memberships
    .filter(({ role }) => role !== 'reception')
    .map(({ territory }) => territory);
  return { person: actor.id, territories, ...rows[0]!, follows };
}

/** How many names are said before « et N autres ». */
const NAMED = 2;

interface Shared {
  readonly isWhole: boolean;
  readonly count: number;
  readonly names: readonly string[];
}

/** Where each of some contributions takes place, as the perimeters of somebody see it. One statement. */
export async function readGrounds(
  db: Executor,
  interests: Interests,
  ids: readonly ContributionId[]
): Promise<Map<ContributionId, Ground>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Shared & { id: ContributionId }>`
    select c.id, c.perimeter_id is null as "isWhole", shared.count, shared.names
    from contribution c cross join lateral (${sharedCommunes(interests, 'c')}) shared
    where c.id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, asGround(row)]));
}

/** Where each of some structures intervenes, likewise. */
export async function readReaches(
  db: Executor,
  interests: Interests,
  ids: readonly StructureId[]
): Promise<Map<StructureId, Ground>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Shared & { id: StructureId }>`
    select s.id, false as "isWhole", shared.count, shared.names
    from structure s cross join lateral (${sharedCommunes(interests, 's')}) shared
    where s.id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ id, ...row }) => [id, asGround(row)]));
}

function asGround({ isWhole, count, names }: Shared): Ground {
  return isWhole ? { kind: 'whole' } : { kind: 'part', count, names };
}

/** The communes of the perimeter of a row that are hers too; all of them when she intervenes everywhere. */
function sharedCommunes({ perimeters, everywhere }: Interests, row: 'c' | 's') {
  const perimeter = sql.ref(`${row}.perimeter_id`);
  const hers: readonly PerimeterId[] = perimeters;
  return sql`select count(*)::int as count, coalesce((array_agg(m.name order by m.population desc nulls last, m.name))[1:${sql.lit(NAMED)}], '{}') as names
    from perimeter_commune x join commune m on m.code = x.commune_code
    where x.perimeter_id = ${perimeter} and (${everywhere} or exists (select from perimeter_commune y
      where y.commune_code = x.commune_code and y.perimeter_id = any(${hers}::bigint[])))`;
}
