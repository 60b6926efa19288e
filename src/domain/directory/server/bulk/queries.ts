import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates, runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { BulkFiche, BulkFilter, BulkSelection } from '../../bulk.ts';

/**
 * Refuses whoever may not change many fiches at once.
 * @param place - the territory whose directory holds them; null: any fiche, for the administration.
 * @throws Forbidden
 */
export function assertMayBulk(actor: Actor, place: TerritoryId | null): void {
  if (place === null ? !runsInstance(actor) : !animates(actor, place))
    throw new Forbidden(
      'Changer plusieurs fiches à la fois revient à l’équipe d’animation du territoire, ou à l’administration.'
    );
}

/** The fiches to choose from, by name, and how many there are in all. One statement. @throws Forbidden */
export async function listBulkFiches(
  db: Executor,
  actor: Actor,
  place: TerritoryId | null,
  filter: BulkFilter & { page: number; perPage: number },
  now: Date
): Promise<{ items: BulkFiche[]; total: number }> {
  assertMayBulk(actor, place);
  const { rows } = await sql<BulkFiche & { total: number }>`
    select s.id, s.slug, s.name, t.name as type, s.status, s.review_every_months as "reviewEveryMonths",
      s.confirmed_at as "confirmedAt", page.total,
      array(select l.name from structure_territory st join territory l on l.id = st.territory_id
        where st.structure_id = s.id order by l.name) as territories,
      (select count(*)::int from affiliation a join person p on p.id = a.person_id
        where a.structure_id = s.id and ${ANSWERS}) as referents
    from (
      select s.id, n.name as sorted, count(*) over ()::int as total
      from structure s join structure_search n on n.structure_id = s.id
      where ${chosen(place, { filter }, now)}
      order by n.name, s.id limit ${filter.perPage} offset ${(filter.page - 1) * filter.perPage}) page
    join structure s on s.id = page.id
    join structure_type t on t.code = s.type_code
    order by page.sorted, s.id`.execute(db);
  return { items: rows.map(({ total: _, ...fiche }) => fiche), total: rows[0]?.total ?? 0 };
}

/** How many fiches a selection holds today. @throws Forbidden */
export async function countChosen(
  db: Executor,
  actor: Actor,
  place: TerritoryId | null,
  selection: BulkSelection,
  now: Date
): Promise<number> {
  assertMayBulk(actor, place);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from structure s join structure_search n on n.structure_id = s.id
    where ${chosen(place, selection, now)}`.execute(db);
  return rows[0]!.count;
}

const ANSWERS = sql`a.referent and a.status = 'active' and p.suspended_at is null`;

/** Which of `structure s join structure_search n` a selection holds: never one outside the territory asked. */
export function chosen(
  place: TerritoryId | null,
  selection: BulkSelection,
  now: Date
): RawBuilder<unknown> {
  const within = place === null ? [] : [isIn(sql`st.territory_id = ${place}`)];
  const asked =
    'ids' in selection
      ? [sql`s.id = any(${[...selection.ids]}::bigint[])`]
      : answering(selection.filter, now);
  return sql.join([sql`s.merged_into is null`, ...within, ...asked], sql` and `);
}

function answering(filter: BulkFilter, now: Date): RawBuilder<unknown>[] {
  const words = `%${normalise(filter.q).replace(/[%_\\]/g, '\\$&')}%`;
  const due = sql`s.confirmed_at + make_interval(months => s.review_every_months)`;
  const freshness = {
    fresh: sql`${due} >= ${now}`,
    stale: sql`${due} < ${now}`,
    never: sql`s.confirmed_at is null`
  };
  return [
    ...(filter.q ? [sql`(n.name like ${words} or n.acronym like ${words})`] : []),
    ...(filter.type ? [sql`s.type_code = ${filter.type}`] : []),
    ...(filter.territory
      ? [isIn(sql`st.territory_id = (select id from territory where slug = ${filter.territory})`)]
      : []),
    ...(filter.freshness ? [freshness[filter.freshness]] : []),
    ...(filter.orphan
      ? [
          sql`not exists (select 1 from affiliation a join person p on p.id = a.person_id
            where a.structure_id = s.id and ${ANSWERS})`
        ]
      : []),
    ...(filter.status === 'all' ? [] : [sql`s.status = ${filter.status}`])
  ];
}

function isIn(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select 1 from structure_territory st where st.structure_id = s.id and ${condition})`;
}
