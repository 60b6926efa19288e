import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { CommuneCode, StructureId } from '#shared/ids.ts';
import type { FoundStructure, FoundStructures, Presence, StructureSearch } from '../../listing.ts';
import { listSummaries } from '../queries.ts';
import { counted, facets, listed, type Count } from './filters/queries.ts';
import { understandSearch, type UnderstoodSearch } from './words/queries.ts';

/**
 * The directory list: text, filters, counts per filter value (each computed with the other filters applied), one page.
 * Merged structures never appear, closed ones only when asked. The number of SQL queries does not depend on the rows.
 * @param now - the instant at which freshness is judged.
 */
export async function searchStructures(
  db: Executor,
  search: StructureSearch,
  now: Date
): Promise<FoundStructures> {
  const understood = await understandSearch(db, search.q);
  const hits = answering(search, understood, now);
  const [counts, page] = await Promise.all([
    sql<Count>`${facets(hits, search)}`.execute(db),
    sql<{ id: StructureId; presence: number | null }>`
      select h.structure_id as id, h.presence from (${hits}) h where ${listed(search)}
      order by ${order(search, understood !== null)}
      limit ${search.perPage} offset ${(search.page - 1) * search.perPage}`.execute(db)
  ]);
  return {
    items: await describe(db, page.rows),
    total: counts.rows.find((row) => row.kind === 'total')!.count,
    page: search.page,
    perPage: search.perPage,
    partial: understood?.partial ?? false,
    facets: counted(counts.rows)
  };
}

/** What answers the text and the place, with what the other filters, the counts and the order need. */
function answering(
  search: StructureSearch,
  text: UnderstoodSearch | null,
  now: Date
): RawBuilder<unknown> {
  const ranked = text !== null && search.sort === 'relevance';
  return sql`
    select s.structure_id, s.name, s.type_code, s.themes, s.audiences, s.offers, s.updated_at, t.action,
      case when s.review_due is null then 'never' when s.review_due < ${now} then 'stale' else 'fresh' end as freshness,
      ${search.commune ? sql`place.presence` : sql`null::int`} as presence,
      ${search.territory ? sql`belonging.own` : sql`false`} as own,
      ${ranked ? tier(text) : sql`0`} as tier,
      ${ranked ? score(text) : sql`0`} as score
    from structure_search s
    join structure_type t on t.code = s.type_code
    ${search.commune ? sql`join (${presentIn(search.commune)}) place on place.structure_id = s.structure_id` : sql``}
    ${search.territory ? sql`join (${belongingTo(search.territory)}) belonging on belonging.structure_id = s.structure_id` : sql``}
    where ${search.closed ? sql`true` : sql`s.status = 'active'`}
      and ${text ? sql`s.document @@ ${text.matching}::tsquery` : sql`true`}
      and ${inventedHere(search)}`;
}

/** Asked of a real place, nothing invented may answer: only a place of a fictional network lists it. */
function inventedHere({ commune, territory }: StructureSearch): RawBuilder<unknown> {
  const real = sql`not exists (select from structure f where f.id = s.structure_id and f.fictional)`;
  const ofTerritory = sql`exists (select from territory t where t.fictional and t.slug = ${territory})`;
  const ofCommune = sql`exists (
    select from territory t join perimeter_commune its on its.perimeter_id = t.perimeter_id
    where t.fictional and its.commune_code = ${commune})`;
  return sql.join(
    [
      territory ? sql`(${ofTerritory} or ${real})` : sql`true`,
      commune ? sql`(${ofCommune} or ${real})` : sql`true`
    ],
    sql` and `
  );
}

/** The exact name, then the exact acronym, then all the words in the name, come before everything else. */
function tier(text: UnderstoodSearch): RawBuilder<unknown> {
  return sql`case when s.name = ${text.text} then 3 when s.acronym = ${text.text} then 2
    when s.document @@ ${text.inName}::tsquery then 1 else 0 end`;
}

/** Weights of D, C, B, A: the rest, services and seat, type, name. A short name that has the words is nearer. */
function score(text: UnderstoodSearch): RawBuilder<unknown> {
  const rank = (query: string) =>
    sql`ts_rank('{0.1, 0.25, 0.5, 1}', s.document, ${query}::tsquery)`;
  return sql`(${rank(text.exact)} + 0.3 * ${rank(text.any)}) / (1 + 0.03 * s.name_words)`;
}

/** Only what there is to order by, so that the index on names serves the plain list. */
function order(search: StructureSearch, ranked: boolean): RawBuilder<unknown> {
  if (search.sort === 'updated') return sql`h.updated_at desc, h.structure_id`;
  const keys = [sql`h.name, h.structure_id`];
  if (search.sort === 'relevance') {
    if (ranked) keys.unshift(sql`h.score desc`);
    if (search.territory) keys.unshift(sql`h.own desc`);
    if (search.commune) keys.unshift(sql`h.presence`);
    if (ranked) keys.unshift(sql`h.tier desc`);
  }
  return sql.join(keys);
}

const PRESENCES: readonly (Presence | null)[] = [null, 'covers', 'everywhere', 'seat'];

/** A service's own perimeter counts as its structure's. The seat counts only where nothing better is known. */
function presentIn(commune: CommuneCode): RawBuilder<unknown> {
  return sql`
    select structure_id, min(presence) as presence from (
      select coalesce(s.id, v.structure_id) as structure_id, 1 as presence
      from perimeter_commune pc
      left join structure s on s.perimeter_id = pc.perimeter_id
      left join service v on v.perimeter_id = pc.perimeter_id
      where pc.commune_code = ${commune}
      union all
      select coalesce(s.id, v.structure_id), 2
      from perimeter p left join structure s on s.perimeter_id = p.id left join service v on v.perimeter_id = p.id
      where p.certainty = 'everywhere'
      union all
      select s.id, 3 from structure s join perimeter p on p.id = s.perimeter_id
      where s.commune_code = ${commune} and p.certainty = 'unknown'
    ) as present where structure_id is not null group by structure_id`;
}

/** Structures of the territory's directory (its own), and those whose perimeter shares a commune with it. */
function belongingTo(slug: string): RawBuilder<unknown> {
  return sql`
    select structure_id, bool_or(own) as own from (
      select st.structure_id, true as own
      from structure_territory st join territory t on t.id = st.territory_id where t.slug = ${slug}
      union all
      select s.id, false
      from (
        select distinct pc.perimeter_id
        from territory t
        join perimeter_commune its on its.perimeter_id = t.perimeter_id
        join perimeter_commune pc on pc.commune_code = its.commune_code
        where t.slug = ${slug}
        union all
        select id from perimeter where certainty = 'everywhere'
      ) reached
      join structure s on s.perimeter_id = reached.perimeter_id
    ) as belonging group by structure_id`;
}

async function describe(
  db: Executor,
  found: readonly { id: StructureId; presence: number | null }[]
): Promise<FoundStructure[]> {
  const ids = found.map(({ id }) => id);
  const summaries = await listSummaries(db, ids);
  const { rows } = await sql<Pick<FoundStructure, 'id' | 'perimeterId' | 'certainty' | 'status'>>`
    select s.id, s.perimeter_id as "perimeterId", p.certainty, s.status
    from structure s join perimeter p on p.id = s.perimeter_id where s.id = any(${ids}::bigint[])`.execute(
    db
  );
  const extras = new Map(rows.map((row) => [row.id, row]));
  return summaries.map((summary, i) => ({
    ...summary,
    ...extras.get(summary.id)!,
    presence: PRESENCES[found[i]!.presence ?? 0] ?? null
  }));
}
