/** Which offers answer « Qui couvre ? » in a commune, why, and in which order. Pure: decided on the offers in memory. */
import type { AtlasCommune } from '#domain/territory/atlas.ts';
import type { CoverageReason } from '#domain/territory/model.ts';
import {
  EVERYWHERE,
  reasonExcept,
  wholeReasons,
  type ZoneReason
} from '#domain/territory/reason.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { doorOf, doorsFor, type CoverageQuestion, type FrontDoor } from './coverage.ts';
import { zoneKey, type ListedStructure, type Offer, type OfferIndex } from './offers.ts';
import { both, matchAudience, matchTheme, type Match } from './rules.ts';

export interface Criteria extends Pick<CoverageQuestion, 'audience' | 'theme' | 'type'> {
  /** Whether the commune belongs to a fictional network: elsewhere, nothing invented may answer. */
  fictional: boolean;
  /** Several types; else the question's. */
  types?: readonly string[];
}

/** A structure that covers the commune, with what the question makes of it. */
export interface Answering {
  structure: ListedStructure;
  match: Exclude<Match, 'no'>;
  /** Those of its offers that answer best, in the order of its fiche. The first says where it intervenes, and why. */
  offers: Offer[];
  because: CoverageReason;
  /** The first of the front doors that it is, or -1. */
  door: number;
}

/** The front doors of some territories that apply to a question, the most precise first. */
export function doorsOf(
  { doors }: OfferIndex,
  territories: readonly TerritoryId[],
  question: CoverageQuestion
): FrontDoor[] {
  return doorsFor(
    doors.filter(({ territory }) => territories.includes(territory)),
    question
  );
}

/**
 * The structures that cover a commune with an offer that answers, or may: front doors first, then the most local, then
 * by name.
 */
export function answering(
  index: OfferIndex,
  commune: AtlasCommune,
  criteria: Criteria,
  doors: readonly FrontDoor[] = []
): Answering[] {
  const found = [...reached(index, commune, judge(index, criteria)).values()];
  for (const one of found) {
    const { structure, offers } = one;
    if (offers.length > 1) inOrderOfFiche(one);
    one.place = placeOf(one);
    const { type } = index.kinds[offers[0]!.kind]!;
    if (doors.length > 0) one.door = doorOf(doors, { id: structure.id, type });
  }
  return found.sort(before);
}

interface Found extends Answering {
  /** Of each offer. */
  reasons: CoverageReason[];
  /** The most local first, then by name. */
  place: number;
}

type Verdicts = readonly Match[];

/** What the question makes of each kind of offer. */
function judge({ kinds }: OfferIndex, criteria: Criteria): Verdicts {
  const { type, types = type ? [type] : [], theme, audience } = criteria;
  return kinds.map((kind) => {
    if (types.length > 0 && !types.includes(kind.type)) return 'no';
    if (kind.fictional && !criteria.fictional) return 'no';
    return both(matchTheme(kind.themes, theme), matchAudience(kind.audiences, audience));
  });
}

function reached(
  index: OfferIndex,
  commune: AtlasCommune,
  verdicts: Verdicts
): Map<StructureId, Found> {
  const found = new Map<StructureId, Found>();
  for (const whole of wholeReasons(commune)) {
    for (const offer of index.including.get(zoneKey(whole)) ?? []) {
      const match = verdicts[offer.kind]!;
      if (match === 'no') continue;
      const because = reasonHere(index, commune, offer, whole);
      if (because) retain(found, offer, match, because);
    }
  }
  for (const offer of index.everywhere) {
    const match = verdicts[offer.kind]!;
    if (match !== 'no') retain(found, offer, match, EVERYWHERE);
  }
  return found;
}

function reasonHere(
  { atlas }: OfferIndex,
  commune: AtlasCommune,
  { exclude }: Offer,
  whole: ZoneReason
): CoverageReason | null {
  return exclude.length === 0 ? whole : reasonExcept(atlas, commune, whole, exclude);
}

/** Of several offers of a structure, those that answer best. One reached by two of its zones keeps the widest's reason. */
function retain(
  found: Map<StructureId, Found>,
  offer: Offer,
  match: Answering['match'],
  because: CoverageReason
): void {
  const { structure } = offer;
  const known = found.get(structure.id);
  if (!known || (known.match === 'unspecified' && match === 'yes')) {
    found.set(structure.id, {
      structure,
      match,
      offers: [offer],
      because,
      reasons: [because],
      door: -1,
      place: 0
    });
  } else if (known.match === match && !known.offers.includes(offer)) {
    known.offers.push(offer);
    known.reasons.push(because);
  }
}

function inOrderOfFiche(found: Found): void {
  const { offers } = found.structure;
  const reasons = new Map(found.offers.map((offer, i) => [offer, found.reasons[i]!]));
  found.offers = offers.filter((offer) => reasons.has(offer));
  found.because = reasons.get(found.offers[0]!)!;
}

/** Hundreds are sorted at each question: by one number, the doors apart. */
function before(a: Found, b: Found): number {
  if (a.door !== b.door) return doorRank(a) - doorRank(b);
  return a.place - b.place;
}

function doorRank({ door }: Found): number {
  return door === -1 ? Number.MAX_SAFE_INTEGER : door;
}

/** More than there will ever be structures; times the communes of France, still an exact number. */
const MOST_STRUCTURES = 2 ** 32;
const MOST_COMMUNES = 2 ** 20;

function placeOf({ structure, offers }: Answering): number {
  const { certainty, communeCount } = offers[0]!;
  const size = certainty === 'everywhere' ? MOST_COMMUNES : communeCount;
  return size * MOST_STRUCTURES + structure.order;
}

/**
 * Structures that may answer but have not said where they intervene: those of the directories of the commune's
 * territories, then those whose seat is in its EPCI, then in its département.
 */
export function unlocated(
  index: OfferIndex,
  commune: AtlasCommune,
  territories: readonly TerritoryId[],
  criteria: Criteria
): ListedStructure[] {
  const verdicts = judge(index, criteria);
  const own = new Set<ListedStructure>();
  const found = new Set<ListedStructure>();
  for (const territory of territories) {
    for (const offer of index.unknownOf.get(territory) ?? []) {
      own.add(offer.structure);
      if (verdicts[offer.kind] !== 'no') found.add(offer.structure);
    }
  }
  for (const offer of index.unknownIn.get(commune.departement.code) ?? [])
    if (verdicts[offer.kind] !== 'no') found.add(offer.structure);
  const epci = commune.epci?.code ?? null;
  const distance = (one: ListedStructure) => (own.has(one) ? 0 : 2) + (one.epci === epci ? 0 : 1);
  return [...found].sort((a, b) => distance(a) - distance(b) || a.order - b.order);
}
