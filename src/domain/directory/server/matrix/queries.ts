import { sql } from 'kysely';
import type { Certainty, Commune, Territory } from '#domain/territory/model.ts';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { CoverageFacts, CoverageOffer, CoverageStructure } from '../../commune-coverage.ts';

/**
 * What the coverage of a territory is computed from: its communes, in the order of their codes, and the
 * structures that concern it: those whose declared perimeter reaches one of its communes, those that
 * intervene everywhere, and those of its directory, or seated in it, that have not said where.
 *
 * @param theme - keeps only what answers this need (and what says none), for large territories
 */
export async function getCoverageFacts(
  db: Executor,
  territory: Pick<Territory, 'id' | 'fictional'>,
  theme?: string
): Promise<CoverageFacts> {
  const communes = (await listTerritoryCommunes(db, territory.id)).toSorted((a, b) =>
    a.code < b.code ? -1 : 1
  );
  const rows = await listOffers(db, territory, communes, theme);
  const byStructure = Map.groupBy(rows, (row) => row.slug);
  const positionsOf = positionsReader();
  return {
    communes: communes.map(({ code, name, population, epci }) => ({
      code,
      name,
      population,
      epci
    })),
    structures: [...byStructure.values()].map((own) => toStructure(own, positionsOf))
  };
}

interface OfferRow extends Omit<CoverageStructure, 'offers'> {
  perimeterId: PerimeterId;
  certainty: Certainty;
  themes: string[];
  audiences: string[];
  /** One character per commune, `FIRST` for the first of the list; null unless declared. */
  reached: string | null;
}

/**
 * Positions travel as characters of one string: a large territory has a quarter of a million pairs, and an
 * array of numbers takes the driver ten times longer to read. Every position stays below the surrogates.
 */
const FIRST = 33;

type Positions = readonly number[];

function toStructure(
  rows: readonly OfferRow[],
  positionsOf: (row: OfferRow) => Positions
): CoverageStructure {
  const { id, slug, name, acronym, phone, type } = rows[0]!;
  const offers = rows.map((row): CoverageOffer => {
    const { themes, audiences, certainty } = row;
    return { themes, audiences, certainty, communes: positionsOf(row) };
  });
  return { id, slug, name, acronym, phone, type, offers };
}

/** Reads each perimeter once: the services that share it share its positions. */
function positionsReader(): (row: OfferRow) => Positions {
  const known = new Map<PerimeterId, Positions>();
  return ({ perimeterId, reached }) => {
    let positions = known.get(perimeterId);
    if (!positions) {
      positions = Array.from(reached ?? '', (char) => char.charCodeAt(0) - FIRST);
      known.set(perimeterId, positions);
    }
    return positions;
  };
}

async function listOffers(
  db: Executor,
  territory: Pick<Territory, 'id' | 'fictional'>,
  communes: readonly Commune[],
  theme: string | undefined
): Promise<OfferRow[]> {
  const codes = communes.map((commune) => commune.code);
  const { rows } = await sql<OfferRow>`
    with place as materialized (
      select code, (n - 1)::int as position from unnest(${codes}::text[]) with ordinality as t(code, n)
    ),
    reached as materialized (
      select pc.perimeter_id, string_agg(chr(${FIRST} + p.position), '') as reached
      from place p join perimeter_commune pc on pc.commune_code = p.code
      group by pc.perimeter_id
    ),
    ${offersOf(territory)}
    select s.id, s.slug, s.name, s.acronym, s.phone,
      jsonb_build_object('code', t.code, 'name', t.name, 'action', t.action, 'colour', t.colour) as type,
      o.perimeter_id as "perimeterId", o.certainty, o.reached, o.themes, o.audiences
    from offer o
    cross join lateral (select * from structure s where s.id = o.structure_id offset 0) s
    join structure_type t on t.code = o.type_code
    where ${territory.fictional ? sql`true` : sql`not o.fictional`}
      and ${theme === undefined ? sql`true` : sql`(o.themes = '{}' or o.themes && ${[theme]}::text[])`}
    order by t.position, s.name, s.slug, o.service_id`.execute(db);
  return rows;
}

/** Laterals that the planner may not reorder: it would read the whole country's offers. */
const offersConcerned = sql`offer as (
  select o.*, c.reached from concerned c
  cross join lateral (select * from structure_offer o where o.perimeter_id = c.perimeter_id offset 0) o
  union all
  select o.*, null from local l
  cross join lateral (
    select * from structure_offer o where o.structure_id = l.structure_id and o.certainty = 'unknown' offset 0) o
)`;

/**
 * What concerns the territory: offers whose perimeter is reached or everywhere, and those of its directory, or
 * seated in it, that do not say where. Laterals that the planner may not reorder: it would read the whole
 * country's offers.
 */
function offersOf(territory: Pick<Territory, 'id'>) {
  return sql`
    concerned as (
      select perimeter_id, reached from reached
      union all
      select id, null from perimeter where certainty = 'everywhere'
    ),
    local as (
      select structure_id from structure_territory where territory_id = ${territory.id}
      union
      select id from structure where commune_code in (select code from place)
    ),
    ${offersConcerned}`;
}

/** How a need is covered in one département. */
export interface DepartementCoverage {
  code: string;
  name: string;
  communes: number;
  communesCovered: number;
  population: number;
  /** Inhabitants of the communes where at least one structure is declared. */
  populationCovered: number;
  /** Structures declared in the commune where they are the most. */
  most: number;
}

/**
 * The declared coverage of the whole country for one need, by département: structures to call, each counted
 * once per commune however many of its services answer. It says nothing of absence: unknown perimeters are
 * only asked about territory by territory.
 *
 * @returns every département, in the order of their codes
 */
export async function coverageOfFrance(
  db: Executor,
  theme: string
): Promise<DepartementCoverage[]> {
  const { rows } = await sql<DepartementCoverage>`
    with ${countedByCommune(theme)}
    select d.code, d.name, count(*)::int as communes,
      count(*) filter (where n.structures > 0)::int as "communesCovered",
      sum(c.population)::int as population,
      coalesce(sum(c.population) filter (where n.structures > 0), 0)::int as "populationCovered",
      max(n.structures)::int as most
    from commune c
    join departement d on d.code = c.departement_code
    left join total on total.commune_code = c.code
    cross join (select count(*) as structures from everywhere) wide
    cross join lateral (select coalesce(total.structures, 0) + wide.structures as structures) n
    where c.merged_into is null
    group by d.code, d.name
    order by d.code`.execute(db);
  return rows;
}

/** Only a structure that answers from several perimeters can be met twice in a commune: the others are summed. */
function countedByCommune(theme: string) {
  return sql`
    offer as (
      select distinct v.structure_id, coalesce(v.perimeter_id, s.perimeter_id) as perimeter_id
      from service_theme x
      join service v on v.id = x.service_id
      join structure s on s.id = v.structure_id
      join structure_type t on t.code = s.type_code
      where x.theme_code = ${theme} and t.action = 'call' and s.status = 'active'
        and s.merged_into is null and not s.fictional
    ),
    everywhere as (
      select distinct o.structure_id
      from offer o join perimeter p on p.id = o.perimeter_id where p.certainty = 'everywhere'
    ),
    shared as (select structure_id from offer group by structure_id having count(*) > 1),
    counted as (
      select pc.commune_code, count(*) as structures
      from offer o join perimeter_commune pc on pc.perimeter_id = o.perimeter_id
      where o.structure_id not in (select structure_id from shared)
      group by pc.commune_code
      union all
      select pc.commune_code, count(distinct o.structure_id)
      from offer o join perimeter_commune pc on pc.perimeter_id = o.perimeter_id
      where o.structure_id in (select structure_id from shared)
        and o.structure_id not in (select structure_id from everywhere)
      group by pc.commune_code
    ),
    total as (select commune_code, sum(structures) as structures from counted group by commune_code)`;
}
