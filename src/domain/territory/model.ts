/** The official map of France, the perimeters drawn on it and the spaces that networks share. */
import type { CommuneCode, PerimeterId, TerritoryId } from '#shared/ids.ts';

export type ZoneLevel = 'commune' | 'epci' | 'departement' | 'region';

/** A typed code: 53 is Bretagne as a région and Mayenne as a département. */
export interface ZoneRef {
  level: ZoneLevel;
  code: string;
}

export interface Zone extends ZoneRef {
  /** The official name: « CC du Pays d'Iroise ». */
  name: string;
}

export type Certainty = 'declared' | 'everywhere' | 'unknown';

/** What is stored: included zones minus excluded zones. Zones are empty unless `declared`. */
export interface PerimeterInput {
  certainty: Certainty;
  include: ZoneRef[];
  exclude: ZoneRef[];
  note?: string;
}

export interface Perimeter {
  id: PerimeterId;
  certainty: Certainty;
  include: Zone[];
  exclude: Zone[];
  note: string;
  /** Year of the official geography its codes belong to. */
  cogYear: number;
}

export interface Commune {
  code: CommuneCode;
  name: string;
  population: number;
  postalCodes: string[];
  departement: { code: string; name: string };
  region: { code: string; name: string };
  epci: { code: string; name: string } | null;
}

export interface Territory {
  id: TerritoryId;
  slug: string;
  name: string;
  /** « du Pays de Brest ». */
  nameWithDe: string;
  description: string;
  fictional: boolean;
  coveragePublic: boolean;
  frontDoorReason: string;
  perimeterId: PerimeterId;
  communeCount: number;
  population: number;
}
