import { sql, type RawBuilder } from 'kysely';
import type { Facets, StructureSearch } from '../../../listing.ts';
import { EVERYONE } from '../../../model.ts';

type Filters = Pick<StructureSearch, 'types' | 'action' | 'themes' | 'audiences' | 'freshness'>;

/** The condition on a hit `h` that every filter makes together. */
export function listed(filters: Filters): RawBuilder<unknown> {
  const { types, action, themes, audiences, freshness } = filters;
  return sql`(
    ${types.length > 0 ? sql`h.type_code = any(${types}::text[])` : sql`true`}
    and ${action ? sql`h.action = ${action}` : sql`true`}
    and ${freshness.length > 0 ? sql`h.freshness = any(${freshness}::text[])` : sql`true`}
    and ${offered(themes, audiences)})`;
}

/** Theme and public are asked of one and the same service. « Tous publics » answers every public. */
function offered(themes: readonly string[], audiences: readonly string[]): RawBuilder<unknown> {
  const accepted = [...audiences, EVERYONE];
  if (themes.length > 0 && audiences.length > 0) {
    const pairs = themes.flatMap((theme) => accepted.map((audience) => `${theme}|${audience}`));
    return sql`h.offers && ${pairs}::text[]`;
  }
  if (themes.length > 0) return sql`h.themes && ${[...themes]}::text[]`;
  if (audiences.length > 0) return sql`h.audiences && ${accepted}::text[]`;
  return sql`true`;
}

/** Rows (kind, value, count) counted over `hits`. */
export function facets(filters: Filters): RawBuilder<unknown> {
  const { themes, audiences } = filters;
  const themesOf =
    audiences.length > 0
      ? sql`array(select distinct split_part(o, '|', 1) from unnest(h.offers) o
          where split_part(o, '|', 2) = any(${[...audiences, EVERYONE]}::text[]))`
      : sql`h.themes`;
  const audiencesOf =
    themes.length > 0
      ? sql`array(select distinct split_part(o, '|', 2) from unnest(h.offers) o
          where split_part(o, '|', 1) = any(${themes}::text[]))`
      : sql`h.audiences`;
  return sql`
    select 'type' as kind, h.type_code as value, count(*)::int as count
    from hits h where ${listed({ ...filters, types: [] })} group by h.type_code
    union all
    select 'action', h.action, count(*)::int from hits h where ${listed({ ...filters, action: null })} group by h.action
    union all
    select 'freshness', h.freshness, count(*)::int
    from hits h where ${listed({ ...filters, freshness: [] })} group by h.freshness
    union all
    select 'theme', theme, count(*)::int
    from hits h, unnest(${themesOf}) as theme where ${listed({ ...filters, themes: [] })} group by theme
    union all
    select 'audience', audience, count(*)::int
    from (select ${audiencesOf} as audiences from hits h where ${listed({ ...filters, audiences: [] })}) h,
      unnest(h.audiences) as audience
    where audience = ${EVERYONE} or not ${EVERYONE} = any(h.audiences)
    group by audience
    union all
    select 'audience', code, 0 from audience`;
}

/** Puts the rows of {@link facets} in order; who serves everyone counts for each public. */
export function counted(rows: readonly { kind: string; value: string; count: number }[]): Facets {
  const of = (kind: string, more: (value: string) => number = () => 0) => {
    const counts = new Map<string, number>();
    for (const row of rows.filter((row) => row.kind === kind && row.value !== '')) {
      counts.set(row.value, (counts.get(row.value) ?? more(row.value)) + row.count);
    }
    return new Map([...counts].filter(([, count]) => count > 0));
  };
  const everyone = of('audience').get(EVERYONE) ?? 0;
  const audiences = of('audience', (audience) => (audience === EVERYONE ? 0 : everyone));
  return {
    types: of('type'),
    actions: of('action'),
    themes: of('theme'),
    audiences,
    freshness: of('freshness')
  };
}
