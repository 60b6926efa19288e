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

/** A row of {@link facets}. */
export interface Count {
  kind: string;
  value: string;
  count: number;
}

/**
 * The counts of every filter and the total, over `hits`. Structures alike in every filter are first counted
 * together: there are far fewer kinds than structures.
 */
export function facets(hits: RawBuilder<unknown>, filters: Filters): RawBuilder<unknown> {
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
  const without = (filter: Partial<Filters>) => listed({ ...filters, ...filter });
  return sql`
    with kinds as materialized (
      select type_code, action, freshness, themes, audiences, offers, count(*) as n
      from (${hits}) hits group by 1, 2, 3, 4, 5, 6)
    select 'total' as kind, '' as value, coalesce(sum(n), 0)::int as count from kinds h where ${listed(filters)}
    union all
    select 'type', h.type_code, sum(n)::int from kinds h where ${without({ types: [] })} group by 2
    union all
    select 'action', h.action, sum(n)::int from kinds h where ${without({ action: null })} group by 2
    union all
    select 'freshness', h.freshness, sum(n)::int from kinds h where ${without({ freshness: [] })} group by 2
    union all
    select 'theme', theme, sum(n)::int
    from kinds h, unnest(${themesOf}) as theme where ${without({ themes: [] })} group by 2
    union all
    select 'audience', audience, sum(n)::int
    from (select ${audiencesOf} as audiences, n from kinds h where ${without({ audiences: [] })}) h,
      unnest(h.audiences) as audience
    where audience = ${EVERYONE} or not ${EVERYONE} = any(h.audiences)
    group by 2
    union all
    select 'audience', code, 0 from audience where merged_into is null`;
}

/** Puts the rows of {@link facets} in order; who serves everyone counts for each public. */
export function counted(rows: readonly Count[]): Facets {
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
