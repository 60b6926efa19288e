import type { Commune } from '#domain/territory/model.ts';
import { describePerimeters, findCommune, listPerimeterCommunes } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { Structure, StructureSummary, StructureType } from '../../model.ts';
import { getStructure, listChildren, listSummaries, listTypes } from '../queries.ts';

/** A perimeter as a page and the API tell it. */
export interface PerimeterReading {
  id: PerimeterId;
  /** The shortest faithful description. */
  text: string;
  communes: string[];
  population: number;
}

/** Everything a fiche shows. */
export interface Fiche {
  structure: Structure;
  type: StructureType;
  /** Of its seat. */
  commune: Commune | null;
  reading: PerimeterReading;
  /** One per service; null where the structure's perimeter holds. */
  serviceReadings: (PerimeterReading | null)[];
  parent: StructureSummary | null;
  children: StructureSummary[];
}

/** @throws NotFound */
export async function getFiche(db: Executor, slug: string): Promise<Fiche> {
  const structure = await getStructure(db, slug);
  const [types, commune, perimeters, children] = await Promise.all([
    listTypes(db),
    structure.communeCode ? findCommune(db, structure.communeCode) : null,
    perimeterIds(db, structure),
    listChildren(db, structure.id)
  ]);
  const ids = [perimeters.own, ...perimeters.services.filter((id) => id !== null)];
  const descriptions = await describePerimeters(db, ids);
  const read = async (id: PerimeterId): Promise<PerimeterReading> => {
    const { text, population } = descriptions.get(id)!;
    return { id, text, population, communes: await listPerimeterCommunes(db, id) };
  };
  return {
    structure,
    type: types.find((type) => type.code === structure.type)!,
    commune: commune ?? null,
    reading: await read(perimeters.own),
    serviceReadings: await Promise.all(perimeters.services.map((id) => (id ? read(id) : null))),
    parent: perimeters.parent ? ((await listSummaries(db, [perimeters.parent]))[0] ?? null) : null,
    children
  };
}

async function perimeterIds(db: Executor, structure: Structure) {
  const row = await db
    .selectFrom('structure')
    .select(['perimeter_id', 'parent_id'])
    .where('id', '=', structure.id)
    .executeTakeFirstOrThrow();
  const services = await db
    .selectFrom('service')
    .select(['id', 'perimeter_id'])
    .where('structure_id', '=', structure.id)
    .execute();
  const byId = new Map(services.map((service) => [service.id, service.perimeter_id]));
  return {
    own: row.perimeter_id as PerimeterId,
    parent: row.parent_id as Structure['id'] | null,
    services: structure.services.map((service) => (byId.get(service.id) ?? null) as PerimeterId | null)
  };
}
