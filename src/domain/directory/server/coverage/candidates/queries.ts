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
  /** Several types; else the question's. */
  types?: readonly string[];
}

/** Every candidate for a commune. Those that say they answer something else are left in the database. */
export async function listCovering(
  db: Executor,
  commune: string,
  criteria: Criteria
): Promise<Candidate[]> {
  // Laterals that the planner may not reorder: a commune is reached by hundreds of perimeters among a hundred thousand.
  const { rows } = await sql<Candidate>`
    with reached as (
      select perimeter_id from perimeter_commune where commune_code = ${commune}
      union all
      select id from perimeter where certainty = 'everywhere'
    )
    select s.id as "structureId", s.type_code as type, o.perimeter_id as "perimeterId", o.certainty,
      o.commune_count as "communeCount",
      coalesce(nullif(v.opening_hours, ''), s.opening_hours) as "openingHours",
      s.mssante, s.limits, s.hands_over_to as "handsOverTo", s.to_prepare as "toPrepare",
      o.themes, o.audiences, v.service
    from reached r
    cross join lateral (
      select * from structure_offer o
      where o.perimeter_id = r.perimeter_id and ${mayAnswer(criteria)} offset 0) o
    cross join lateral (select * from structure s where s.id = o.structure_id offset 0) s
    left join lateral (
      select v.id, v.position, v.opening_hours, jsonb_build_object(
        'name', v.name, 'solicitedBy', v.solicited_by, 'solicitedThrough', v.solicited_through,
        'delay', v.delay, 'fees', v.fees, 'toPrepare', v.to_prepare, 'limits', v.limits, 'phone', v.phone) as service
      from service v where v.id = o.service_id offset 0) v on true
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
    with own as materialized (
      select structure_id from structure_territory where territory_id = any(${[...territories]}::bigint[])
    ),
    offer as (
      select o.* from structure_offer o where o.departement_code = ${commune.departement.code} and o.certainty = 'unknown'
      union all
      select o.* from own cross join lateral (
        select * from structure_offer o where o.structure_id = own.structure_id and o.certainty = 'unknown' offset 0) o
    )
    select distinct s.id, s.name, s.id not in (select structure_id from own) as outside,
      seat.epci_code is distinct from ${commune.epci?.code ?? null} as far
    from offer o
    cross join lateral (select * from structure s where s.id = o.structure_id offset 0) s
    left join commune seat on seat.code = s.commune_code
    where ${mayAnswer(criteria)}
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
    with wanted as materialized (
      select o.structure_id, o.perimeter_id from structure_offer o
      join structure_type t on t.code = o.type_code
      where t.action = 'call' and o.certainty = 'declared' and o.service_id is not null
        and ${mayAnswer(criteria)} and ${declares(criteria)}
    ),
    -- When nobody answers this need anywhere, the département is not even read.
    around as materialized (
      select pc.perimeter_id,
        count(*) filter (where c.epci_code = ${commune.epci?.code ?? null}) as in_epci, count(*) as in_departement
      from commune c join perimeter_commune pc on pc.commune_code = c.code
      where (c.epci_code = ${commune.epci?.code ?? null} or c.departement_code = ${commune.departement.code})
        and c.merged_into is null and exists (select from wanted)
      group by pc.perimeter_id
    )
    select distinct on (a.in_epci > 0, a.in_epci, a.in_departement, w.structure_id)
      w.structure_id as "structureId", a.perimeter_id as "perimeterId"
    from wanted w join around a on a.perimeter_id = w.perimeter_id
    order by a.in_epci > 0 desc, a.in_epci desc, a.in_departement desc, w.structure_id
    limit ${NEARBY_LIMIT}`.execute(db);
  return [...new Map(rows.map((row) => [row.structureId, row])).values()];
}

/** Keeps what declares the word, declares « tous publics », or declares nothing: to be asked, not excluded. */
function mayAnswer({
  type,
  types = type ? [type] : [],
  theme,
  audience,
  fictional
}: Criteria): RawBuilder<unknown> {
  return sql`(
    ${types.length > 0 ? sql`o.type_code = any(${[...types]}::text[])` : sql`true`}
    and ${theme ? sql`(o.themes = '{}' or o.themes && ${[theme]}::text[])` : sql`true`}
    and ${audience ? sql`(o.audiences = '{}' or o.audiences && ${[audience, EVERYONE]}::text[])` : sql`true`}
    and ${fictional ? sql`true` : sql`not o.fictional`})`;
}

/** Keeps only what says it answers the need and the public. */
function declares({ theme, audience }: Criteria): RawBuilder<unknown> {
  return sql`(
    ${theme ? sql`o.themes && ${[theme]}::text[]` : sql`true`}
    and ${audience ? sql`o.audiences && ${[audience, EVERYONE]}::text[]` : sql`true`})`;
}
