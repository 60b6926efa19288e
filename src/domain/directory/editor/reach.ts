import type { Commune, Zone, ZoneRef } from '#domain/territory/model.ts';

/** What a perimeter being typed would cover, and what that changes. */
export interface Reach {
  text: string;
  communeCount: number;
  population: number;
  /** As typed, with their names. */
  include: Zone[];
  exclude: Zone[];
  /** Against the perimeter saved: names, in alphabetical order. */
  added: string[];
  removed: string[];
  populationChange: number;
  /** The communes to choose among, by EPCI, with whether each is covered; null when there are too many to show. */
  board: BoardGroup[] | null;
}

export interface BoardGroup {
  code: string;
  name: string;
  communes: (Commune & { isCovered: boolean })[];
}

/** Another structure of the same type, or for the same needs, in the same communes. */
export interface Overlap {
  slug: string;
  name: string;
  typeCode: string;
  /** How many communes both cover. */
  communes: number;
}

/** A zone with what tells it from its homonyms: « commune, Finistère ». */
export interface FoundZone extends Zone {
  detail: string;
}

/** What became of each line of a list of zones typed or pasted. */
export interface ResolvedZones {
  found: ZoneRef[];
  ambiguous: { typed: string; choices: FoundZone[] }[];
  unknown: string[];
}
