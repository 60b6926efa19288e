/** « Qui couvre ? »: who intervenes in a commune, for whom, for what need, and why each is listed. */
import type { Commune, CoverageReason } from '#domain/territory/model.ts';
import type { OpeningStatus } from './opening.ts';
import type { Service, StructureSummary } from './model.ts';

export interface CoverageQuestion {
  /** INSEE code; a delegated or merged commune's answers for the commune it belongs to. */
  commune: string;
  audience?: string;
  theme?: string;
  type?: string;
}

export interface CoveringStructure extends StructureSummary {
  certainty: 'declared' | 'everywhere';
  /** The zone that makes it cover the commune, in words: « couvre tout le Pays d'Iroise ». */
  because: CoverageReason;
  /** Its place among the front doors the territory has chosen for this need (1 = first), or null. */
  frontDoor: number | null;
  /** The territory that chose it as a front door. */
  frontDoorOf: string | null;
  opening: OpeningStatus;
  mssante: string;
  limits: string;
  handsOverTo: string;
  toPrepare: string;
  /** Only the services that answer the question. */
  services: Pick<
    Service,
    | 'name'
    | 'solicitedBy'
    | 'solicitedThrough'
    | 'delay'
    | 'fees'
    | 'toPrepare'
    | 'limits'
    | 'phone'
  >[];
  /** How many communes it covers: the most local comes first. Null when it intervenes everywhere. */
  communeCount: number | null;
}

export interface CoverageAnswer {
  commune: Commune;
  territories: { slug: string; name: string; nameWithDe: string; frontDoorReason: string }[];
  /** « À appeler », front doors first. */
  call: CoveringStructure[];
  /** « À associer »: they bring actors together. */
  gather: CoveringStructure[];
  /** They intervene everywhere in France. */
  everywhere: CoveringStructure[];
  /** They cover the commune, but have not said for whom or for what. */
  unspecified: CoveringStructure[];
  /** They could answer the need; where they intervene is not known. Never counted as covering. */
  unknown: StructureSummary[];
  /** When nobody is declared: structures that answer the need nearby, though not in this commune. */
  nearby: (StructureSummary & { coverage: string })[];
  /** When nobody is declared: whom to ask instead. */
  askInstead: CoveringStructure[];
}

/** A front door as it is written: for a public, a need, both or any; a structure or else a whole type. */
export interface FrontDoorInput {
  audience: string | null;
  theme: string | null;
  /** Slug of a structure. */
  structure: string | null;
  /** Code of a structure type. */
  type: string | null;
}

/** A door of the list of a territory, as the ranking reads it. */
export interface FrontDoor {
  audience: string | null;
  theme: string | null;
  structureId: number | null;
  type: string | null;
  position: number;
  territoryName: string;
}

interface Choosable {
  id: number;
  type: string;
}

/**
 * The doors that apply to a question, the most precise first (public and need, then one of them, then
 * general), in the order the territory gave.
 */
export function doorsFor(doors: readonly FrontDoor[], question: CoverageQuestion): FrontDoor[] {
  const precision = (door: FrontDoor) =>
    Number(door.audience !== null) + Number(door.theme !== null);
  return doors
    .filter((door) => door.audience === null || door.audience === question.audience)
    .filter((door) => door.theme === null || door.theme === question.theme)
    .toSorted((a, b) => precision(b) - precision(a) || a.position - b.position);
}

/** The index of the first door a structure is, or -1. */
export function doorOf(doors: readonly FrontDoor[], { id, type }: Choosable): number {
  return doors.findIndex((door) => door.structureId === id || door.type === type);
}
