import { sql, type RawBuilder } from 'kysely';
import type { Commune } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { CoveringStructure, CoverageQuestion } from '../../../coverage.ts';
import { EVERYONE } from '../../../model.ts';

/** A service (or a structure without services) whose perimeter reaches the commune. */
export interface Candidate {
  structureId: StructureId;
  type: string;
  perimeterId: PerimeterId;
  certainty: 'declared' | 'everywhere';
  communeCount: number;
  openingHours: string;
  mssante: string;
  limits: string;
  handsOverTo: string;
  toPrepare: string;
  themes: string[];
  audiences: string[];
  /** Null for a structure that has described no service. */
  service: CoveringStructure['services'][number] | null;
}

export interface Criteria extends Pick<CoverageQuestion, 'audience' | 'theme' | 'type'> {
  /** Whether the commune belongs to a fictional network: elsewhere, nothing invented may answer. */
  fictional: boolean;
}

/** Every candidate for a commune. Those that say they answer something else are left in the database. */
export async function listCovering(
  db: Executor,
  commune: string,
  criteria: Criteria
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with reached as (
      select perimeter_id, 'declared' as certainty from perimeter_commune where commune_code = ${commune}
      union all
      select id, 'everywhere' from perimeter where certainty = 'everywhere'
    ),
    candidate as (
      select s.id as structure_id, v.id as service_id, r.perimeter_id, r.certainty
      from reached r
      join structure s on s.perimeter_id = r.perimeter_id
      left join service v on v.structure_id = s.id and v.perimeter_id is null
      where v.id is not null or not exists (select 1 from service o where o.structure_id = s.id)
      union all
      select v.structure_id, v.id, r.perimeter_id, r.certainty
      from reached r join service v on v.perimeter_id = r.perimeter_id
    )
    select s.id as "structureId", s.type_code as type, c.perimeter_id as "perimeterId", c.certainty,
      (select count(*)::int from perimeter_commune pc where pc.perimeter_id = c.perimeter_id) as "communeCount",
      coalesce(nullif(v.opening_hours, ''), s.opening_hours) as "openingHours",
      s.mssante, s.limits, s.hands_over_to as "handsOverTo", s.to_prepare as "toPrepare",
      ${declaredWords(sql.ref('v.id'))},
      case when v.id is not null then jsonb_build_object(
        'name', v.name, 'solicitedBy', v.solicited_by, 'solicitedThrough', v.solicited_through,
        'delay', v.delay, 'fees', v.fees, 'toPrepare', v.to_prepare, 'limits', v.limits, 'phone', v.phone) end as service
    from candidate c
    join structure s on s.id = c.structure_id
    left join service v on v.id = c.service_id
    where ${isListed(criteria)} and ${mayAnswer(criteria)}
    order by s.id, v.position, v.id`.execute(db);
  return rows;
}

/**
 * Structures that may answer the need but have not said where they intervene: those of the directories
 * of the commune's territories, and those whose seat is in its département.
 */
export async function listOfUnknownPerimeter(
  db: Executor,
  commune: Commune,
  territories: readonly TerritoryId[],
  criteria: Criteria
): Promise<StructureId[]> {
  const { rows } = await sql<{ id: StructureId }>`
    select distinct s.id, s.name, st.territory_id is null as outside, seat.epci_code is distinct from ${commune.epci?.code ?? null} as far
    from structure s
    join perimeter p on p.id = s.perimeter_id
    left join service v on v.structure_id = s.id
    left join perimeter own on own.id = v.perimeter_id
    left join commune seat on seat.code = s.commune_code
    left join structure_territory st
      on st.structure_id = s.id and st.territory_id = any(${[...territories]}::bigint[])
    where (own.certainty = 'unknown' or (p.certainty = 'unknown' and v.perimeter_id is null))
      and (st.territory_id is not null or seat.departement_code = ${commune.departement.code})
      and ${isListed(criteria)} and ${mayAnswer(criteria)}
    order by outside, far, s.name`.execute(db);
  return [...new Set(rows.map((row) => row.id))];
}

const NEARBY_LIMIT = 6;

/** Structures that answer the need elsewhere in the commune's EPCI, else in its département: the largest first. */
export async function listNearby(
  db: Executor,
  commune: Commune,
  criteria: Criteria
): Promise<{ structureId: StructureId; perimeterId: PerimeterId }[]> {
  const { rows } = await sql<{ structureId: StructureId; perimeterId: PerimeterId }>`
    with around as (
      select pc.perimeter_id,
        count(*) filter (where c.epci_code = ${commune.epci?.code ?? null}) as in_epci, count(*) as in_departement
      from commune c join perimeter_commune pc on pc.commune_code = c.code
      where (c.epci_code = ${commune.epci?.code ?? null} or c.departement_code = ${commune.departement.code})
        and c.merged_into is null
      group by pc.perimeter_id
    )
    select distinct on (a.in_epci > 0, a.in_epci, a.in_departement, s.id)
      s.id as "structureId", a.perimeter_id as "perimeterId"
    from around a
    left join service own on own.perimeter_id = a.perimeter_id
    join structure s on s.perimeter_id = a.perimeter_id or s.id = own.structure_id
    left join service v on v.id = own.id or (own.id is null and v.structure_id = s.id and v.perimeter_id is null)
    join structure_type t on t.code = s.type_code
    where t.action = 'call' and ${isListed(criteria)} and ${mayAnswer(criteria)} and v.id is not null
      and ${declares('theme', sql.ref('v.id'), criteria.theme)}
      and ${declares('audience', sql.ref('v.id'), criteria.audience)}
    order by a.in_epci > 0 desc, a.in_epci desc, a.in_departement desc, s.id
    limit ${NEARBY_LIMIT}`.execute(db);
  return [...new Map(rows.map((row) => [row.structureId, row])).values()];
}

/** What a network invented for its demonstration never answers outside its territories: real ones hold facts only. */
function isListed({ fictional }: Criteria): RawBuilder<unknown> {
  return sql`s.status = 'active' and s.merged_into is null and (${fictional} or not s.fictional)`;
}

/** Keeps what declares the word, declares « tous publics », or declares nothing: to be asked, not excluded. */
function mayAnswer(criteria: Criteria): RawBuilder<unknown> {
  const type = criteria.type ? sql`s.type_code = ${criteria.type}` : sql`true`;
  const silent = (table: string) =>
    sql`not exists (select 1 from ${sql.table(table)} x where x.service_id = v.id)`;
  const theme = criteria.theme
    ? sql`(${declares('theme', sql.ref('v.id'), criteria.theme)} or ${silent('service_theme')})`
    : sql`true`;
  const audience = criteria.audience
    ? sql`(${declares('audience', sql.ref('v.id'), criteria.audience)} or ${silent('service_audience')})`
    : sql`true`;
  return sql`${type} and ${theme} and ${audience}`;
}

function declares(
  word: 'theme' | 'audience',
  service: ReturnType<typeof sql.ref>,
  asked: string | undefined
): RawBuilder<unknown> {
  if (!asked) return sql`true`;
  const accepted = word === 'audience' ? [asked, EVERYONE] : [asked];
  return sql`exists (select 1 from ${sql.table(`service_${word}`)} x
    where x.service_id = ${service} and ${sql.ref(`x.${word}_code`)} = any(${accepted}))`;
}

function declaredWords(service: ReturnType<typeof sql.ref>): RawBuilder<unknown> {
  return sql`
    array(select theme_code from service_theme x where x.service_id = ${service}) as themes,
    array(select audience_code from service_audience x where x.service_id = ${service}) as audiences`;
}
