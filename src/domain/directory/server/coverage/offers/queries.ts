import { sql } from 'kysely';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { listPerimeterZones } from '#domain/territory/server/queries.ts';
import type { Atlas } from '#domain/territory/atlas.ts';
import type { Certainty, ZoneRef } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { together } from '#server/db/together.ts';
import type { PerimeterId, ServiceId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { FrontDoor } from '../../../coverage.ts';
import type { StructureAction } from '../../../model.ts';
import {
  addStructure,
  emptyIndex,
  removeStructure,
  sortByName,
  zoneKey,
  type KnownWords,
  type OfferIndex,
  type OfferKind,
  type ReadStructure
} from '../../../offers.ts';
import { getRevision } from '../../queries.ts';

interface Kept {
  index: OfferIndex;
  revision: () => Promise<number>;
  refreshing: Promise<void> | null;
}

const kept = new WeakMap<Executor, Kept>();

/**
 * The offers as the database has them now: one small query, shared by those who ask at once, tells whether something
 * changed since the last time, then only the structures that changed are read again.
 */
export async function getOffers(db: Executor): Promise<OfferIndex> {
  const atlas = await getAtlas(db);
  let mine = kept.get(db);
  // The zones of another geography are all to be read again.
  if (mine?.index.atlas !== atlas) {
    mine = {
      index: emptyIndex(atlas),
      revision: together(() => getRevision(db)),
      refreshing: null
    };
    kept.set(db, mine);
  }
  const revision = await mine.revision();
  // A refresh under way may have begun before this revision: then it is followed by another.
  while (mine.index.revision < revision) {
    const { index } = mine;
    mine.refreshing ??= refresh(db, index).finally(() => (mine.refreshing = null));
    await mine.refreshing;
  }
  return mine.index;
}

async function refresh(db: Executor, index: OfferIndex): Promise<void> {
  if (db.isTransaction) return readChanges(db, index);
  // One state of the database: the revision and what it holds go together.
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => readChanges(tx, index));
}

async function readChanges(db: Executor, index: OfferIndex): Promise<void> {
  const revision = await getRevision(db);
  const zoneOf = interning(index.atlas);
  for (let after = 0; ;) {
    const rows = await readBatch(db, index.revision, after);
    if (rows.length === 0) break;
    for (const structure of await asStructures(db, rows, zoneOf)) {
      removeStructure(index, structure.id);
      if (structure.offers.length > 0) addStructure(index, structure);
    }
    after = rows.at(-1)!.id;
    // Between two batches, those who know the former revision may be answered; before the first, nobody is.
    if (index.revision >= 0) sortByName(index);
  }
  sortByName(index);
  index.doors = await readDoors(db);
  index.words = await readWords(db);
  index.revision = revision;
}

interface Row extends OfferKind {
  id: StructureId;
  name: string;
  epci: string | null;
  departement: string | null;
  territories: TerritoryId[] | null;
  serviceId: ServiceId | null;
  /** Null for a structure that offers nothing any more. */
  perimeterId: PerimeterId | null;
  certainty: Certainty;
  communeCount: number;
}

/** Structures read at once: all of them together would double the memory of the server. */
const BATCH = 500;

async function readBatch(db: Executor, since: number, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with change as (
      select structure_id from structure_change
      where revision > ${since} and structure_id > ${after} order by structure_id limit ${BATCH})
    select c.structure_id as id, s.name, seat.epci_code as epci, o.departement_code as departement,
      (select jsonb_agg(st.territory_id) from structure_territory st where st.structure_id = s.id) as territories,
      o.service_id as "serviceId", o.perimeter_id as "perimeterId", o.certainty, o.commune_count as "communeCount",
      o.type_code as type, o.fictional, o.themes, o.audiences
    from change c
    left join structure_offer o on o.structure_id = c.structure_id
    left join service v on v.id = o.service_id
    left join structure s on s.id = o.structure_id
    left join commune seat on seat.code = s.commune_code
    order by c.structure_id, v.position, v.id`.execute(db);
  return rows;
}

const NO_TERRITORY: readonly TerritoryId[] = [];
const NO_ZONE: readonly ZoneRef[] = [];

async function asStructures(
  db: Executor,
  rows: readonly Row[],
  zoneOf: (zone: ZoneRef) => ZoneRef
): Promise<ReadStructure[]> {
  const perimeters = await listPerimeterZones(
    db,
    rows.flatMap(({ perimeterId }) => perimeterId ?? [])
  );
  const zones = new Map(
    perimeters.map((perimeter) => {
      const of = (mode: 'include' | 'exclude') => {
        const some = perimeter.zones.filter((zone) => zone.mode === mode).map(zoneOf);
        return some.length > 0 ? some : NO_ZONE;
      };
      return [perimeter.id, { include: of('include'), exclude: of('exclude') }];
    })
  );
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((own) => {
    const { id, name, epci, departement, territories } = own[0]!;
    const offers = own.flatMap(({ perimeterId, serviceId, certainty, communeCount, ...kind }) => {
      if (perimeterId === null) return [];
      const { type, fictional, themes, audiences } = kind;
      const { include, exclude } = zones.get(perimeterId) ?? { include: NO_ZONE, exclude: NO_ZONE };
      return [
        {
          ...{ serviceId, certainty, communeCount, include, exclude },
          kind: { type, fictional, themes, audiences }
        }
      ];
    });
    return { id, name, epci, departement, territories: territories ?? NO_TERRITORY, offers };
  });
}

/** Perimeters name the same zones over and over: one object each. */
function interning(atlas: Atlas): (zone: ZoneRef) => ZoneRef {
  let known = zonesOf.get(atlas);
  if (!known) zonesOf.set(atlas, (known = new Map<string, ZoneRef>()));
  return ({ level, code }) => {
    const key = zoneKey({ level, code });
    let zone = known.get(key);
    if (!zone) known.set(key, (zone = { level, code }));
    return zone;
  };
}

const zonesOf = new WeakMap<Atlas, Map<string, ZoneRef>>();

async function readDoors(db: Executor): Promise<OfferIndex['doors']> {
  const { rows } = await sql<FrontDoor & { territory: TerritoryId }>`
    select d.territory_id as territory, d.audience_code as audience, d.theme_code as theme,
      d.structure_id as "structureId", d.type_code as type, d.position, t.name as "territoryName"
    from front_door d join territory t on t.id = d.territory_id
    order by t.position, d.position`.execute(db);
  return rows;
}

async function readWords(db: Executor): Promise<KnownWords> {
  const { rows } = await sql<{ kind: string; code: string; current: string; action: string }>`
    select 'theme' as kind, code, coalesce(merged_into, code) as current, '' as action from theme
    union all select 'audience', code, coalesce(merged_into, code), '' from audience
    union all select 'type', code, coalesce(merged_into, code), action from structure_type`.execute(
    db
  );
  const words = (kind: string) => {
    const own = rows.filter((row) => row.kind === kind);
    return new Map(own.map(({ code, current }) => [code, current]));
  };
  return {
    ...{ themes: words('theme'), audiences: words('audience'), types: words('type') },
    actions: new Map(
      rows
        .filter(({ kind }) => kind === 'type')
        .map(({ code, action }) => [code, action as StructureAction])
    )
  };
}
