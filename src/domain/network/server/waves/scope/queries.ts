/** Whom a wave asks about whom, as the directory is now: read before opening, written when it opens. */
import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Scope, ScopeStructure } from '../../../model.ts';

/**
 * In SQL: `candidate`, the open structures of the directory of a territory, each with the communes of the territory it
 * covers as a row of bits; `pair`, those that have some in common. Two rows of bits are compared at once: 7,000 pairs
 * over 300 communes cost as many operations, where joining communes would cost two million.
 */
export function scopeOf(territory: TerritoryId): RawBuilder<unknown> {
  return sql`candidate as (
      select s.id, s.name, s.slug, p.certainty,
        string_agg(case when p.certainty = 'everywhere' or c.commune_code is not null then '1' else '0' end, ''
          order by here.commune_code)::varbit as covered
      from territory t
      join structure_territory st on st.territory_id = t.id
      join structure s on s.id = st.structure_id and s.status = 'active' and s.merged_into is null
      join perimeter p on p.id = s.perimeter_id
      join perimeter_commune here on here.perimeter_id = t.perimeter_id
      left join perimeter_commune c on c.perimeter_id = p.id and c.commune_code = here.commune_code
      where t.id = ${territory}
      group by s.id, p.id),
    pair as (
      select a.id as a, b.id as b, bit_count(a.covered & b.covered)::int as communes
      from candidate a join candidate b on a.id < b.id
      where a.certainty <> 'unknown' and b.certainty <> 'unknown' and bit_count(a.covered & b.covered) > 0)`;
}

/** What opening a wave now would ask, of whom. For the animator: names of structures only. */
export async function readScope(db: Executor, territory: TerritoryId): Promise<Scope> {
  const { rows } = await sql<ScopeStructure>`
    with ${scopeOf(territory)},
    line as (select a as id, count(*)::int as n from (select a from pair union all select b from pair) both_ends group by 1)
    select c.id as structure, c.name, c.slug, c.certainty = 'unknown' as "isUnknown", coalesce(l.n, 0) as lines,
      exists (select from affiliation f join person p on p.id = f.person_id
        where f.structure_id = c.id and f.referent and f.status = 'active' and p.suspended_at is null) as "hasReferent"
    from candidate c left join line l on l.id = c.id
    order by c.name, c.id`.execute(db);
  const asked = rows.filter(({ lines }) => lines > 0);
  return {
    asked,
    pairs: asked.reduce((sum, { lines }) => sum + lines, 0) / 2,
    unknown: rows.filter(({ isUnknown }) => isUnknown),
    alone: rows.filter(({ isUnknown, lines }) => !isUnknown && lines === 0)
  };
}
