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

/** A commune found by its name, or by another one: `matchedName` is then the delegated, associated or former name. */
export interface CommuneMatch extends Commune {
  matchedName: string | null;
}

/** A perimeter in words, recomputed from the communes it covers and not from how it was typed. */
export interface PerimeterDescription {
  certainty: Certainty;
  /** « Pays d'Iroise sauf Le Conquet et Molène ; Brest ». */
  text: string;
  /** The same, one part per zone, for screens that fold long lists. Empty unless `declared`. */
  parts: DescriptionPart[];
  communeCount: number;
  population: number;
}

export interface DescriptionPart {
  zone: Zone;
  /** The zone's name as people say it: « Pays d'Iroise ». */
  label: string;
  /** What of this zone is not covered: « Le Conquet », or a whole EPCI of a département. */
  except: { zone: Zone; label: string }[];
}

/** Why a commune is covered: the widest included zone that contains it. */
export interface CoverageReason {
  level: ZoneLevel | 'everywhere';
  code: string;
  /** Short name of the zone: « Pays d'Iroise ». Empty for `everywhere`. */
  name: string;
  /** « couvre tout le Pays d'Iroise », « couvre Saint-Renan », « intervient partout en France ». */
  text: string;
}

export interface TerritoryInput {
  slug: string;
  name: string;
  nameWithDe: string;
  description: string;
  fictional: boolean;
  coveragePublic: boolean;
  frontDoorReason: string;
  perimeter: PerimeterInput;
}
