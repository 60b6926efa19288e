import { sql } from 'kysely';
import { findZone, toCommune, type Atlas } from '#domain/territory/atlas.ts';
import { describe } from '#domain/territory/description/words.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import type { BoardGroup, Overlap, Reach } from '../../editor/reach.ts';
import { coveredBy } from '../../editor/zones.ts';

const MOST_SHOWN = 700;

/** @param territories - whose communes are offered even where nothing is covered yet. */
export async function readReach(
  db: Executor,
  typed: PerimeterInput,
  saved: PerimeterInput,
  territories: readonly TerritoryId[]
): Promise<Reach> {
  const atlas = await getAtlas(db);
  const covered = coveredBy(atlas, typed);
  const before = new Set(coveredBy(atlas, saved));
  const now = new Set(covered);
  const { text, communeCount, population } = describe(atlas, typed.certainty, covered);
  const added = covered.filter((position) => !before.has(position));
  const removed = [...before].filter((position) => !now.has(position));
  const named = (zones: PerimeterInput['include']) =>
    zones.map((zone) => findZone(atlas, zone) ?? { ...zone, name: zone.code });
  return {
    text,
    communeCount,
    population,
    include: named(typed.include),
    exclude: named(typed.exclude),
    added: namesOf(atlas, added),
    removed: namesOf(atlas, removed),
    populationChange: peopleOf(atlas, added) - peopleOf(atlas, removed),
    board: await readBoard(db, atlas, now, before, territories)
  };
}

function namesOf(atlas: Atlas, positions: readonly number[]): string[] {
  return positions
    .map((position) => atlas.communes[position]!.name)
    .sort((a, b) => a.localeCompare(b, 'fr'));
}

function peopleOf(atlas: Atlas, positions: readonly number[]): number {
  return positions.reduce((sum, position) => sum + atlas.communes[position]!.population, 0);
}

/** Whole EPCI: those of the territories, and those that the perimeter touches or touched. */
async function readBoard(
  db: Executor,
  atlas: Atlas,
  covered: ReadonlySet<number>,
  before: ReadonlySet<number>,
  territories: readonly TerritoryId[]
): Promise<BoardGroup[] | null> {
  const shown = new Set<number>();
  const show = (position: number) => {
    const commune = atlas.communes[position]!;
    for (const one of commune.epci?.communes ?? [position]) shown.add(one);
  };
  for (const id of territories)
    for (const { code } of await listTerritoryCommunes(db, id)) show(atlas.positions.get(code)!);
  for (const position of [...covered, ...before]) show(position);
  if (shown.size > MOST_SHOWN) return null;
  const communes = [...shown].map((position) => ({
    ...toCommune(atlas.communes[position]!),
    isCovered: covered.has(position)
  }));
  const groups = Map.groupBy(communes, ({ epci }) => epci?.code ?? '');
  return [...groups]
    .map(([code, members]) => ({
      code,
      name: members[0]!.epci?.name ?? 'Sans intercommunalité',
      communes: members.toSorted((a, b) => a.name.localeCompare(b.name, 'fr'))
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/**
 * Who else covers these communes, for the same needs or with the same type: those that share most first.
 * @param codes - communes covered.
 */
export async function listOverlaps(
  db: Executor,
  structure: { id: StructureId; type: string; fictional: boolean; themes: readonly string[] },
  codes: readonly string[],
  limit = 5
): Promise<{ total: number; first: Overlap[] }> {
  const { rows } = await sql<Overlap & { total: number }>`
    select s.slug, s.name, s.type_code as "typeCode", shared.communes, count(*) over ()::int as total
    from (
      select o.structure_id, count(distinct pc.commune_code)::int as communes
      from structure_offer o
      join perimeter_commune pc on pc.perimeter_id = o.perimeter_id
      where pc.commune_code = any(${[...codes]}::text[]) and o.structure_id <> ${structure.id}
        and o.fictional = ${structure.fictional}
        and (o.type_code = ${structure.type} or o.themes && ${[...structure.themes]}::text[])
      group by o.structure_id
    ) shared
    join structure s on s.id = shared.structure_id
    order by (s.type_code = ${structure.type}) desc, shared.communes desc, s.name
    limit ${limit}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    first: rows.map(({ slug, name, typeCode, communes }) => ({ slug, name, typeCode, communes }))
  };
}
