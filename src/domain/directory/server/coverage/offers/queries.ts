import { sql } from 'kysely';
import type { Certainty } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, ServiceId, StructureId } from '#shared/ids.ts';

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
  const { revision } = await db
    .selectFrom('directory_revision')
    .select('revision')
    .executeTakeFirstOrThrow();
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
  revision: number;
  /** Null when nothing but the revision changed. */
  changed: StructureId | null;
  /** Null for a structure that offers nothing any more. */
  offer: Offer['structureId'] | null;
}

/** One statement, hence one state of the database: the revision and what it holds go together. */
async function refresh(db: Executor, index: OfferIndex): Promise<void> {
  const { rows } = await sql<Change & Offer>`
    select r.revision, c.structure_id as changed, o.structure_id as offer,
      o.structure_id as "structureId", o.service_id as "serviceId", o.perimeter_id as "perimeterId", o.certainty,
      o.commune_count as "communeCount", o.type_code as type, o.departement_code as departement,
      seat.epci_code as epci, o.fictional, o.themes, o.audiences
    from directory_revision r
    left join structure_change c on c.revision > ${index.revision}
    left join structure_offer o on o.structure_id = c.structure_id
    left join structure s on s.id = o.structure_id
    left join commune seat on seat.code = s.commune_code`.execute(db);
  for (const { changed } of rows) if (changed !== null) remove(index, changed);
  const share = sharing();
  for (const { revision: _, changed: __, offer, ...row } of rows) {
    if (offer === null) continue;
    add(index, { ...row, themes: share(row.themes), audiences: share(row.audiences) });
  }
  index.revision = rows[0]!.revision;
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
