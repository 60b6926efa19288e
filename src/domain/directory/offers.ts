/** Every offer of the directory, in memory: a question reads hundreds of them, of a hundred thousand. */
import type { Atlas } from '#domain/territory/atlas.ts';
import type { Certainty, ZoneRef } from '#domain/territory/model.ts';
import type { ServiceId, StructureId, TerritoryId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type { FrontDoor } from './coverage.ts';
import type { StructureAction } from './model.ts';

/** What decides whether an offer answers. A hundred thousand offers are of a few hundred kinds. */
export interface OfferKind {
  type: string;
  fictional: boolean;
  themes: readonly string[];
  audiences: readonly string[];
}

/** A service, or a structure that describes none, and where it intervenes. */
export interface Offer {
  structure: ListedStructure;
  serviceId: ServiceId | null;
  /** Its position among the kinds of the index. */
  kind: number;
  certainty: Certainty;
  communeCount: number;
  /** Empty unless declared. */
  include: readonly ZoneRef[];
  exclude: readonly ZoneRef[];
}

/** A structure, as far as choosing and ranking go. Written again, it becomes another object. */
export interface ListedStructure {
  id: StructureId;
  name: string;
  /** Its place in the alphabetical order of the whole index. */
  order: number;
  /** Of the seat. */
  departement: string | null;
  epci: string | null;
  /** Whose directory it belongs to. */
  territories: readonly TerritoryId[];
  /** In the order of the fiche. */
  offers: Offer[];
}

/** A structure as it is read, its offers not yet of numbered kinds. */
export interface ReadStructure extends Omit<ListedStructure, 'order' | 'offers'> {
  offers: (Omit<Offer, 'structure' | 'kind'> & { kind: OfferKind })[];
}

/** The words a question may use, each with the one it stands for: itself, or the one it was merged into. */
export interface KnownWords {
  themes: ReadonlyMap<string, string>;
  audiences: ReadonlyMap<string, string>;
  types: ReadonlyMap<string, string>;
  actions: ReadonlyMap<string, StructureAction>;
}

export interface OfferIndex {
  /** Of the directory, as this index knows it. */
  revision: number;
  /** The geography its zones are written in. */
  readonly atlas: Atlas;
  readonly kinds: OfferKind[];
  readonly kindNumbers: Map<string, number>;
  readonly structures: Map<StructureId, ListedStructure>;
  /** Those that include a zone, by {@link zoneKey}. */
  readonly including: Map<string, Offer[]>;
  readonly everywhere: Set<Offer>;
  /** Those that do not say where, by the département of their seat, and by the territory of their directory. */
  readonly unknownIn: Map<string, Set<Offer>>;
  readonly unknownOf: Map<TerritoryId, Set<Offer>>;
  doors: readonly (FrontDoor & { territory: TerritoryId })[];
  words: KnownWords;
}

export function emptyIndex(atlas: Atlas): OfferIndex {
  return {
    revision: -1,
    atlas,
    kinds: [],
    kindNumbers: new Map(),
    structures: new Map(),
    including: new Map(),
    everywhere: new Set(),
    unknownIn: new Map(),
    unknownOf: new Map(),
    doors: [],
    words: { themes: new Map(), audiences: new Map(), types: new Map(), actions: new Map() }
  };
}

export function zoneKey({ level, code }: ZoneRef): string {
  return `${level} ${code}`;
}

/** Adds a structure that is not there. Then {@link sortByName}. */
export function addStructure(index: OfferIndex, read: ReadStructure): void {
  const { offers, ...own } = read;
  const structure: ListedStructure = { ...own, order: NaN, offers: [] };
  // Mapped rather than pushed: an array that has grown keeps room for more.
  structure.offers = offers.map(({ kind, ...one }) => {
    return { ...one, structure, kind: numberOf(index, kind) };
  });
  for (const offer of structure.offers) {
    for (const zone of offer.include) push(index.including, zoneKey(zone), offer);
    if (offer.certainty === 'everywhere') index.everywhere.add(offer);
    if (offer.certainty !== 'unknown') continue;
    put(index.unknownIn, structure.departement ?? '', offer);
    for (const territory of structure.territories) put(index.unknownOf, territory, offer);
  }
  index.structures.set(structure.id, structure);
}

export function removeStructure(index: OfferIndex, id: StructureId): void {
  const structure = index.structures.get(id);
  if (!structure) return;
  for (const offer of structure.offers) {
    for (const zone of offer.include) remove(index.including, zoneKey(zone), offer);
    index.everywhere.delete(offer);
    index.unknownIn.get(structure.departement ?? '')?.delete(offer);
    for (const territory of structure.territories) index.unknownOf.get(territory)?.delete(offer);
  }
  index.structures.delete(id);
}

/** Gives each structure its place: sorted once, an answer compares numbers, not names. */
export function sortByName(index: OfferIndex): void {
  const placed: ListedStructure[] = [];
  const added: ListedStructure[] = [];
  for (const one of index.structures.values()) (Number.isNaN(one.order) ? added : placed).push(one);
  placed.sort((a, b) => a.order - b.order);
  added.sort((a, b) => compareNames(a.name, b.name));
  let order = 0;
  let next = 0;
  for (const structure of added) {
    const end = placeOf(placed, structure.name, next);
    while (next < end) placed[next++]!.order = order++;
    structure.order = order++;
  }
  while (next < placed.length) placed[next++]!.order = order++;
}

/** How many of the sorted structures come before a name, knowing that `from` of them do. */
function placeOf(sorted: readonly ListedStructure[], name: string, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareNames(sorted[middle]!.name, name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of a kind, a new one the first time it is met. */
function numberOf({ kinds, kindNumbers }: OfferIndex, kind: OfferKind): number {
  const key = JSON.stringify([kind.type, kind.fictional, kind.themes, kind.audiences]);
  let number = kindNumbers.get(key);
  if (number === undefined) {
    number = kinds.push(kind) - 1;
    kindNumbers.set(key, number);
  }
  return number;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function put<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

function remove<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const left = (lists.get(key) ?? []).filter((one) => one !== value);
  if (left.length > 0) lists.set(key, left);
  else lists.delete(key);
}
