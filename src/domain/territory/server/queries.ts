/** What other domains and the routes read of the geography, perimeters and territories. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { CommuneCode, TerritoryId } from '#shared/ids.ts';
import { communePosition, toCommune, type Atlas } from '../atlas.ts';
import { buildGazetteer, type Gazetteer } from '../gazetteer/entries.ts';
import { searchGazetteer } from '../gazetteer/search.ts';
import type { Commune, CommuneMatch, Territory } from '../model.ts';
import { getAtlas } from './atlas/queries.ts';

export { countContours, findBounds, listContours, listContoursOf } from './contours/queries.ts';
export { readOfficialGeography } from './geography/queries.ts';
export {
  describePerimeters,
  explainCoverage,
  getPerimeter,
  listPerimeterCommunes,
  listPerimeterZones,
  searchZones
} from './perimeters/queries.ts';

const gazetteers = new WeakMap<Atlas, Gazetteer>();

/**
 * Communes for what a person types: a name or part of it, an old or delegated name, a postal or INSEE code, typos.
 *
 * @param near - a territory whose communes come first among equally good answers.
 */
export async function searchCommunes(
  db: Executor,
  text: string,
  limit = 10,
  near?: TerritoryId
): Promise<CommuneMatch[]> {
  const atlas = await getAtlas(db);
  let gazetteer = gazetteers.get(atlas);
  if (!gazetteer) gazetteers.set(atlas, (gazetteer = buildGazetteer(atlas)));
  const preferred = near === undefined ? [] : await territoryPositions(db, atlas, near);
  return searchGazetteer(gazetteer, text, limit, new Set(preferred)).flatMap(
    ({ commune, matchedName }) => {
      const found = atlas.communes[commune];
      return found ? [{ ...toCommune(found), matchedName }] : [];
    }
  );
}

async function territoryPositions(db: Executor, atlas: Atlas, id: TerritoryId): Promise<number[]> {
  const rows = await db
    .selectFrom('territory')
    .innerJoin('perimeter_commune', 'perimeter_commune.perimeter_id', 'territory.perimeter_id')
    .select('commune_code')
    .where('territory.id', '=', id)
    .execute();
  return rows.flatMap(({ commune_code }) => atlas.positions.get(commune_code) ?? []);
}

/** A commune by its code; a merged, delegated or arrondissement code gives the current commune. */
export async function findCommune(db: Executor, code: string): Promise<Commune | null> {
  const atlas = await getAtlas(db);
  const position = communePosition(atlas, code);
  const commune = position === undefined ? undefined : atlas.communes[position];
  return commune ? toCommune(commune) : null;
}

/** Like {@link findCommune}. @throws NotFound when no commune has or had that code. */
export async function getCommune(db: Executor, code: string): Promise<Commune> {
  const commune = await findCommune(db, code);
  if (!commune) throw new NotFound(`Aucune commune n’a le code ${code}`);
  return commune;
}

/** Every territory space of this instance, in the order the administrator gave. */
export function listTerritories(db: Executor): Promise<Territory[]> {
  return selectTerritories(db, sql`true`);
}

/** @throws NotFound when no territory has that slug. */
export async function getTerritory(db: Executor, slug: string): Promise<Territory> {
  const [territory] = await selectTerritories(db, sql`territory.slug = ${slug}`);
  if (!territory) throw new NotFound(`Aucun territoire ne s’appelle « ${slug} »`);
  return territory;
}

/** The territories whose perimeter holds a commune (current code). */
export function listTerritoriesOfCommune(db: Executor, code: CommuneCode): Promise<Territory[]> {
  return selectTerritories(
    db,
    sql`exists (select from perimeter_commune covered
      where covered.perimeter_id = territory.perimeter_id and covered.commune_code = ${code})`
  );
}

async function selectTerritories(
  db: Executor,
  condition: ReturnType<typeof sql>
): Promise<Territory[]> {
  const { rows } = await sql<Omit<Territory, 'communeCount' | 'population'> & { codes: string[] }>`
    select id, slug, name, name_with_de as "nameWithDe", description, fictional,
      coverage_public as "coveragePublic", front_door_reason as "frontDoorReason",
      perimeter_id as "perimeterId", array(
        select commune_code from perimeter_commune covered
        where covered.perimeter_id = territory.perimeter_id
      ) as codes
    from territory
    where ${condition}
    order by position, id`.execute(db);
  const atlas = await getAtlas(db);
  const populationOf = (code: string) =>
    atlas.communes[atlas.positions.get(code) ?? -1]?.population ?? 0;
  return rows.map(({ codes, ...territory }) => ({
    ...territory,
    communeCount: codes.length,
    population: codes.reduce((sum, code) => sum + populationOf(code), 0)
  }));
}

/** The communes of a territory, in alphabetical order. */
export async function listTerritoryCommunes(db: Executor, id: TerritoryId): Promise<Commune[]> {
  const atlas = await getAtlas(db);
  const positions = await territoryPositions(db, atlas, id);
  const communes = positions.flatMap((position) => atlas.communes[position] ?? []);
  return communes.map(toCommune).sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
