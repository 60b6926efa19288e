import { sql } from 'kysely';
import type { Certainty } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, ServiceId, StructureId } from '#shared/ids.ts';
import { getRevision } from '../../queries.ts';

/** What decides whether an offer answers. A hundred thousand offers are of a few hundred kinds. */
export interface OfferKind {
  type: string;
  fictional: boolean;
  themes: readonly string[];
  audiences: readonly string[];
}

/** A service, or a structure that describes none, and where it intervenes. */
export interface Offer {
  structureId: StructureId;
  serviceId: ServiceId | null;
  perimeterId: PerimeterId;
  certainty: Certainty;
  communeCount: number;
  /** Of the seat. */
  departement: string | null;
  epci: string | null;
  /** Its position among the kinds of the index. */
  kind: number;
}

/** Every offer of the directory, in memory: a question reads hundreds of them, of a hundred thousand. */
export interface OfferIndex {
  /** Of the directory, as this index knows it. */
  revision: number;
  readonly kinds: OfferKind[];
  readonly ofStructure: Map<StructureId, Offer[]>;
  readonly ofPerimeter: Map<PerimeterId, Offer[]>;
  readonly everywhere: Set<Offer>;
  /** Those that do not say where, by the département of their seat. */
  readonly unknownIn: Map<string, Set<Offer>>;
}

interface Kept {
  index: OfferIndex;
  kindOf: (kind: OfferKind) => number;
  refreshing: Promise<void> | null;
}

const kept = new WeakMap<Executor, Kept>();

/**
 * The offers as the database has them now: one small query tells whether something changed since the last time, then
 * only the structures that changed are read again.
 */
export async function getOffers(db: Executor): Promise<OfferIndex> {
  const mine = kept.get(db) ?? nothingKept();
  kept.set(db, mine);
  const revision = await getRevision(db);
  // A refresh under way may have begun before this revision: then it is followed by another.
  while (mine.index.revision < revision) {
    mine.refreshing ??= refresh(db, mine).finally(() => (mine.refreshing = null));
    await mine.refreshing;
  }
  return mine.index;
}

function nothingKept(): Kept {
  const index: OfferIndex = {
    revision: -1,
    kinds: [],
    ofStructure: new Map(),
    ofPerimeter: new Map(),
    everywhere: new Set(),
    unknownIn: new Map()
  };
  return { index, kindOf: numbering(index.kinds), refreshing: null };
}

/** Gives each kind its position, adding it the first time it is met. */
function numbering(kinds: OfferKind[]): (kind: OfferKind) => number {
  const known = new Map<string, number>();
  return (kind) => {
    const key = JSON.stringify(kind);
    let position = known.get(key);
    if (position === undefined) {
      position = kinds.push(kind) - 1;
      known.set(key, position);
    }
    return position;
  };
}

interface OfferRow extends Omit<Offer, 'kind'>, OfferKind {
  changed: StructureId;
  /** Null for a structure that offers nothing any more. */
  offer: Offer['structureId'] | null;
}

/** Structures read at once: all of them together would double the memory of the server. */
const BATCH = 5000;

async function refresh(db: Executor, mine: Kept): Promise<void> {
  if (db.isTransaction) return readChanges(db, mine);
  // One state of the database: the revision and what it holds go together.
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((tx) => readChanges(tx, mine));
}

async function readChanges(db: Executor, { index, kindOf }: Kept): Promise<void> {
  const revision = await getRevision(db);
  for (let after = 0; ;) {
    const rows = await readBatch(db, index.revision, after);
    if (rows.length === 0) break;
    for (const { changed } of rows) remove(index, changed);
    for (const { changed: _, offer, type, fictional, themes, audiences, ...row } of rows) {
      if (offer === null) continue;
      add(index, { ...row, kind: kindOf({ type, fictional, themes, audiences }) });
    }
    after = rows.at(-1)!.changed;
  }
  index.revision = revision;
}

async function readBatch(db: Executor, since: number, after: number): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    with change as (
      select structure_id from structure_change
      where revision > ${since} and structure_id > ${after} order by structure_id limit ${BATCH})
    select c.structure_id as changed, o.structure_id as offer,
      o.structure_id as "structureId", o.service_id as "serviceId", o.perimeter_id as "perimeterId", o.certainty,
      o.commune_count as "communeCount", o.type_code as type, o.departement_code as departement,
      seat.epci_code as epci, o.fictional, o.themes, o.audiences
    from change c
    left join structure_offer o on o.structure_id = c.structure_id
    left join structure s on s.id = o.structure_id
    left join commune seat on seat.code = s.commune_code
    order by c.structure_id`.execute(db);
  return rows;
}

function remove(index: OfferIndex, structure: StructureId): void {
  for (const offer of index.ofStructure.get(structure) ?? []) {
    const others = (index.ofPerimeter.get(offer.perimeterId) ?? []).filter((o) => o !== offer);
    if (others.length > 0) index.ofPerimeter.set(offer.perimeterId, others);
    else index.ofPerimeter.delete(offer.perimeterId);
    index.everywhere.delete(offer);
    index.unknownIn.get(offer.departement ?? '')?.delete(offer);
  }
  index.ofStructure.delete(structure);
}

function add(index: OfferIndex, offer: Offer): void {
  push(index.ofStructure, offer.structureId, offer);
  push(index.ofPerimeter, offer.perimeterId, offer);
  if (offer.certainty === 'everywhere') index.everywhere.add(offer);
  if (offer.certainty === 'unknown') {
    const seat = offer.departement ?? '';
    const there = index.unknownIn.get(seat) ?? new Set();
    index.unknownIn.set(seat, there.add(offer));
  }
}

function push<K>(lists: Map<K, Offer[]>, key: K, offer: Offer): void {
  const list = lists.get(key);
  if (list) list.push(offer);
  else lists.set(key, [offer]);
}
