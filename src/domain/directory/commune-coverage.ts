/** Who covers a territory, need by need: where nobody does, where several do, where nobody can tell yet. */
import type { CommuneCode, StructureId } from '#shared/ids.ts';
import type { Certainty } from '#domain/territory/model.ts';
import type { StructureAction } from './model.ts';
import { both, matchAudience, matchTheme, type Match } from './rules.ts';

export interface CoverageCommune {
  code: CommuneCode;
  name: string;
  population: number;
  epci: { code: string; name: string } | null;
}

/** One service (or a structure without any) and where it intervenes. */
export interface CoverageOffer {
  themes: readonly string[];
  audiences: readonly string[];
  certainty: Certainty;
  /** Positions, in the territory's list of communes, of those a `declared` perimeter reaches. */
  communes: readonly number[];
}

export interface CoverageStructure {
  id: StructureId;
  slug: string;
  name: string;
  acronym: string;
  phone: string;
  type: { code: string; name: string; action: StructureAction; colour: number };
  offers: readonly CoverageOffer[];
}

/** What coverage is computed from: a territory's communes and every structure that concerns it. */
export interface CoverageFacts {
  communes: readonly CoverageCommune[];
  structures: readonly CoverageStructure[];
}

export interface CoverageFilter {
  theme?: string;
  audience?: string;
  /** A structure type; without one, the structures to call (`action`). */
  type?: string;
  /** 'call' unless asked otherwise. Ignored when a type is given. */
  action?: StructureAction;
}

/** How one structure answers a filter over the territory. */
export interface Reach {
  structure: CoverageStructure;
  /** Intervenes everywhere in France. */
  everywhere: boolean;
  /** Positions of the communes it covers for sure, each once. */
  covers: readonly number[];
  /** Positions of those it may cover: perimeter unknown, or public not given. */
  mayCover: readonly number[];
}

export interface ThemeCoverage {
  reaches: Reach[];
  /** By position of commune: how many structures cover it. */
  declared: Uint16Array;
  /** By position of commune: how many structures may cover it, beyond those that do. */
  uncertain: Uint16Array;
  /** The structures to ask before saying « personne ». */
  undetermined: CoverageStructure[];
  everywhere: CoverageStructure[];
}

/** What is known of one commune, or of a group of communes. */
export type CoverageState =
  /** Every commune has at least one declared structure. */
  | 'covered'
  /** Some communes have one, others none. */
  | 'partial'
  /** None is declared, but some structure has yet to say where it intervenes. */
  | 'undetermined'
  /** None, and this is established. */
  | 'none';

/**
 * Who covers each commune for one need (or any), one public (or any), one type (or those to call).
 * A declared perimeter covers its communes, « partout » covers all, an unknown perimeter covers none and
 * leaves all of them in doubt; so does, where it intervenes, a service that does not say its public.
 */
export function coverageOfTheme(facts: CoverageFacts, filter: CoverageFilter): ThemeCoverage {
  const reaches: Reach[] = [];
  for (const structure of facts.structures) {
    const reach = isConcerned(structure, filter)
      ? reachOf(structure, filter, facts.communes.length)
      : null;
    if (reach) reaches.push(reach);
  }
  const declared = new Uint16Array(facts.communes.length);
  const uncertain = new Uint16Array(facts.communes.length);
  for (const reach of reaches) {
    for (const position of reach.covers) declared[position]!++;
    for (const position of reach.mayCover) uncertain[position]!++;
  }
  return {
    reaches,
    declared,
    uncertain,
    undetermined: reaches
      .filter((reach) => reach.mayCover.length > 0)
      .map((reach) => reach.structure),
    everywhere: reaches.filter((reach) => reach.everywhere).map((reach) => reach.structure)
  };
}

/** By position of commune: the structures that cover it, in the order of the facts. */
export function structuresByCommune(coverage: ThemeCoverage): CoverageStructure[][] {
  const lists: CoverageStructure[][] = Array.from(coverage.declared, () => []);
  for (const reach of coverage.reaches) {
    for (const position of reach.covers) lists[position]!.push(reach.structure);
  }
  return lists;
}

/** What is known of the commune at this position. */
export function stateOfCommune(coverage: ThemeCoverage, position: number): CoverageState {
  if (coverage.declared[position]! > 0) return 'covered';
  return coverage.uncertain[position]! > 0 ? 'undetermined' : 'none';
}

/** Whether a filter speaks of structures of this type. */
export function isConcerned(structure: CoverageStructure, filter: CoverageFilter): boolean {
  if (filter.type) return structure.type.code === filter.type;
  return structure.type.action === (filter.action ?? 'call');
}

function reachOf(
  structure: CoverageStructure,
  filter: CoverageFilter,
  communeCount: number
): Reach | null {
  const sure: CoverageOffer[] = [];
  const doubtful: CoverageOffer[] = [];
  for (const offer of structure.offers) {
    const match = matchOf(offer, filter);
    if (match === 'no') continue;
    (match === 'yes' && offer.certainty !== 'unknown' ? sure : doubtful).push(offer);
  }
  const covers = union(sure, communeCount);
  const mayCover = difference(union(doubtful, communeCount), covers);
  if (covers.length + mayCover.length === 0) return null;
  return {
    structure,
    everywhere: sure.some((offer) => offer.certainty === 'everywhere'),
    covers,
    mayCover
  };
}

/** A need that is not given is not a need that may be met: the structure is listed apart, not in doubt. */
function matchOf(offer: CoverageOffer, filter: CoverageFilter): Match {
  const theme = matchTheme(offer.themes, filter.theme);
  return theme === 'yes' ? both(theme, matchAudience(offer.audiences, filter.audience)) : 'no';
}

function union(offers: readonly CoverageOffer[], communeCount: number): readonly number[] {
  if (offers.length === 0) return [];
  if (offers.some((offer) => offer.certainty !== 'declared')) return range(communeCount);
  const [first, ...others] = new Set(offers.map((offer) => offer.communes));
  return others.length === 0 ? first! : [...new Set([first!, ...others].flat())];
}

function difference(positions: readonly number[], minus: readonly number[]): readonly number[] {
  if (positions.length === 0 || minus.length === 0) return positions;
  const removed = new Set(minus);
  return positions.filter((position) => !removed.has(position));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, position) => position);
}

/** The same facts for some of the communes only, and the structures that concern them. */
export function restrictTo(facts: CoverageFacts, positions: readonly number[]): CoverageFacts {
  const moved = new Map(positions.map((position, index) => [position, index]));
  const structures = facts.structures.map((structure) => ({
    ...structure,
    offers: structure.offers
      .map((offer) => ({
        ...offer,
        communes: offer.communes.flatMap((position) => moved.get(position) ?? [])
      }))
      .filter((offer) => offer.certainty !== 'declared' || offer.communes.length > 0)
  }));
  return {
    communes: positions.map((position) => facts.communes[position]!),
    structures: structures.filter((structure) => structure.offers.length > 0)
  };
}
