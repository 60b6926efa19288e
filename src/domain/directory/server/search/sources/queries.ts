import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { SearchableTexts } from '../../../search.ts';
import { hidesTexts } from '../../withheld/queries.ts';

/** What the search keeps of a structure, before its texts become words. */
export interface Searchable {
  id: StructureId;
  type: string;
  themes: string[];
  audiences: string[];
  /** « theme|audience » of each service, either part empty when the service says nothing of it. */
  offers: string[];
  status: string;
  /** ISO instant. */
  reviewDue: string | null;
  /** ISO instant. */
  updatedAt: string;
  texts: SearchableTexts;
}

interface Row extends Omit<Searchable, 'texts'> {
  name: string;
  acronym: string;
  type_texts: string[];
  telling: string[];
  rest: string[];
}

/** The structures among these that are searched (those merged into another are not), in no order. */
export async function readSearchables(
  db: Executor,
  ids: readonly StructureId[]
): Promise<Searchable[]> {
  const { rows } = await sql<Row>`
    with chosen as (select *, ${hidesTexts(sql.ref('structure.id'))} as withheld from structure where id = any(${[...ids]}::bigint[]) and merged_into is null),
    ${offersPerStructure}
    select s.id, s.name, s.acronym, s.type_code as type, s.status,
      coalesce(p.themes, '{}') as themes, coalesce(p.audiences, '{}') as audiences, coalesce(p.offers, '{}') as offers,
      to_jsonb(s.confirmed_at + make_interval(months => s.review_every_months)) #>> '{}' as "reviewDue",
      to_jsonb(s.updated_at) #>> '{}' as "updatedAt",
      array[t.code, t.name] || t.synonyms as type_texts,
      coalesce(p.names, '{}') || array[coalesce(seat.name, ''), s.lead_body] as telling,
      array[case when s.withheld then '' else s.summary end, s.postal_code, coalesce(s.siret, ''), coalesce(s.finess, '')]
        || array(select unnest(w.name || w.synonyms) from theme w where w.code = any(p.themes))
        || array(select unnest(w.name || w.synonyms) from audience w where w.code = any(p.audiences))
        || ${zoneNames}
        || case when s.withheld then '{}' else array[s.description] || coalesce(p.descriptions, '{}') end as rest
    from chosen s
    join structure_type t on t.code = s.type_code
    left join commune seat on seat.code = s.commune_code
    left join per_structure p on p.structure_id = s.id`.execute(db);
  return rows.map(({ name, acronym, type_texts, telling, rest, ...row }) => ({
    ...row,
    texts: { name, acronym, type: type_texts, telling, rest }
  }));
}

/** What the services of each chosen structure say, gathered. */
const offersPerStructure = sql`
  offered as (
    select v.structure_id, v.id, v.name, v.description,
      array(select theme_code from service_theme x where x.service_id = v.id) as themes,
      array(select audience_code from service_audience x where x.service_id = v.id) as audiences
    from service v where v.structure_id in (select id from chosen)
  ),
  per_structure as (
    select o.structure_id,
      array_agg(distinct o.name) as names,
      array_agg(distinct o.description) as descriptions,
      array_agg(distinct theme) filter (where theme <> '') as themes,
      array_agg(distinct audience) filter (where audience <> '') as audiences,
      array_agg(distinct theme || '|' || audience) as offers
    from offered o,
      unnest(case when o.themes = '{}' then '{""}' else o.themes end) as theme,
      unnest(case when o.audiences = '{}' then '{""}' else o.audiences end) as audience
    group by o.structure_id
  )`;

/** People name the place they look for: « CPTS Pays d'Iroise ». The zones of the perimeter answer it. */
const zoneNames = sql`array(
  select coalesce(c.name, e.name, d.name, r.name) from perimeter_zone z
  left join commune c on z.level = 'commune' and c.code = z.code
  left join epci e on z.level = 'epci' and e.code = z.code
  left join departement d on z.level = 'departement' and d.code = z.code
  left join region r on z.level = 'region' and r.code = z.code
  where z.perimeter_id = s.perimeter_id and z.mode = 'include' limit 60)`;
