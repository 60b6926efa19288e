import { sql } from 'kysely';
import type { Certainty } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, ServiceId, StructureId } from '#shared/ids.ts';
import { getRevision } from '../../queries.ts';

/** A service, or a structure that describes none, and what decides whether it answers. */
export interface Offer {
  structureId: StructureId;
  serviceId: ServiceId | null;
  perimeterId: PerimeterId;
  certainty: Certainty;
  communeCount: number;
  type: string;
  /** Of the seat. */
  departement: string | null;
  epci: string | null;
  fictional: boolean;
  themes: readonly string[];
  audiences: readonly string[];
}

/** Every offer of the directory, in memory: a question reads hundreds of them, of a hundred thousand. */
export interface OfferIndex {
  /** Of the directory, as this index knows it. */
  revision: number;
  readonly ofStructure: Map<StructureId, Offer[]>;
  readonly ofPerimeter: Map<PerimeterId, Offer[]>;
  readonly everywhere: Set<Offer>;
  /** Those that do not say where, by the département of their seat. */
  readonly unknownIn: Map<string, Set<Offer>>;
}

interface Kept {
  index: OfferIndex;
  refreshing: Promise<void> | null;
}

const kept = new WeakMap<Executor, Kept>();

/**
 * The offers as the database has them now: one small query tells whether something changed since the last time, then
 * only the structures that changed are read again.
 */
export async function getOffers(db: Executor): Promise<OfferIndex> {
  const mine = kept.get(db) ?? { index: emptyIndex(), refreshing: null };
  kept.set(db, mine);
  const revision = await getRevision(db);
  // A refresh under way may have begun before this revision: then it is followed by another.
  while (mine.index.revision < revision) {
    mine.refreshing ??= refresh(db, mine.index).finally(() => (mine.refreshing = null));
    await mine.refreshing;
  }
  return mine.index;
}

function emptyIndex(): OfferIndex {
  return {
    revision: -1,
    ofStructure: new Map(),
    ofPerimeter: new Map(),
    everywhere: new Set(),
    unknownIn: new Map()
  };
}

interface Change {
  changed: StructureId;
  /** Null for a structure that offers nothing any more. */
  offer: Offer['structureId'] | null;
}

/** Structures read at once: all of them together would double the memory of the server. */
const BATCH = 5000;

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
  const share = sharing();
  for (let after = 0; ;) {
    const rows = await readBatch(db, index.revision, after);
    if (rows.length === 0) break;
    for (const { changed } of rows) remove(index, changed);
    for (const { changed: _, offer, ...row } of rows) {
      if (offer === null) continue;
      add(index, { ...row, themes: share(row.themes), audiences: share(row.audiences) });
    }
    after = rows.at(-1)!.changed;
  }
  index.revision = revision;
}

async function readBatch(db: Executor, since: number, after: number): Promise<(Change & Offer)[]> {
  const { rows } = await sql<Change & Offer>`
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

/** Most services say the same things: each list of words is kept once. */
function sharing(): (words: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (words) => {
    const key = words.join('|');
    const same = known.get(key);
    if (same) return same;
    known.set(key, words);
    return words;
  };
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
