import { describePerimeters, findCommune } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { CoveredCommune, Fiche, PerimeterReading } from '../../fiche.ts';
import type { Structure } from '../../model.ts';
import { getStructure, listChildren, listSummaries, listTypes } from '../queries.ts';

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
    return { id, text, population, communes: await listCoveredCommunes(db, id) };
  };
  return {
    structure,
    type: types.find((type) => type.code === structure.type)!,
    commune: commune ?? null,
    reading: await read(perimeters.own),
    serviceReadings: await Promise.all(
      perimeters.services.map(async (id) => (id ? read(id) : null))
    ),
    parent: perimeters.parent ? ((await listSummaries(db, [perimeters.parent]))[0] ?? null) : null,
    children
  };
}

async function listCoveredCommunes(db: Executor, id: PerimeterId): Promise<CoveredCommune[]> {
  const rows = await db
    .selectFrom('perimeter_commune as pc')
    .innerJoin('commune as c', 'c.code', 'pc.commune_code')
    .leftJoin('epci as e', 'e.code', 'c.epci_code')
    .select(['c.code', 'c.name', 'e.name as epci_name'])
    .where('pc.perimeter_id', '=', id)
    .orderBy('c.search')
    .execute();
  return rows.map((row) => ({ code: row.code, name: row.name, epciName: row.epci_name }));
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
    services: structure.services.map(
      (service) => (byId.get(service.id) ?? null) as PerimeterId | null
    )
  };
}
