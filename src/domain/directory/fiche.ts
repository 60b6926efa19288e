/** A fiche as people read it: a structure with everything its page shows. */
import type { Commune } from '#domain/territory/model.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { Structure, StructureSummary, StructureType } from './model.ts';

export interface CoveredCommune {
  code: string;
  name: string;
  epciName: string | null;
}

/** A perimeter as a page and the API tell it. */
export interface PerimeterReading {
  id: PerimeterId;
  /** The shortest faithful description. */
  text: string;
  communes: CoveredCommune[];
  population: number;
}

export interface Fiche {
  structure: Structure;
  type: StructureType;
  /** Of its seat. */
  commune: Commune | null;
  reading: PerimeterReading;
  /** One per service; null where the structure's perimeter holds. */
  serviceReadings: (PerimeterReading | null)[];
  parent: StructureSummary | null;
  children: StructureSummary[];
}
