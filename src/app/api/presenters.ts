import type { z } from 'zod';
import type { CoveringStructure } from '#domain/directory/coverage.ts';
import type { PerimeterReading } from '#domain/directory/fiche.ts';
import type {
  Service,
  Structure,
  StructureSummary,
  StructureType
} from '#domain/directory/model.ts';
import type { Commune, PerimeterInput } from '#domain/territory/model.ts';
import type * as contracts from './contracts.ts';

type CommuneJson = Omit<z.input<typeof contracts.listCommunes.response>[number], 'matched'>;
type SummaryJson = z.input<typeof contracts.listStructures.response>['items'][number];
type CoveringJson = z.input<typeof contracts.whoCoversCommune.response>['structures'][number];
type StructureJson = z.input<typeof contracts.getStructureBySlug.response>;
type PerimeterJson = StructureJson['perimeter'];

export function communeJson(commune: Commune): CommuneJson {
  return {
    code: commune.code,
    name: commune.name,
    postal_codes: commune.postalCodes,
    departement: commune.departement,
    region: commune.region,
    epci: commune.epci,
    population: commune.population
  };
}

export function summaryJson(structure: StructureSummary): SummaryJson {
  return {
    slug: structure.slug,
    name: structure.name,
    acronym: structure.acronym,
    type: structure.type.code,
    type_name: structure.type.name,
    action: structure.type.action,
    summary: structure.summary,
    commune: structure.communeName,
    phone: structure.phone,
    fictional: structure.fictional,
    confirmed_at: structure.confirmedAt?.toISOString() ?? null,
    url: `/annuaire/${structure.slug}`
  };
}

export function coveringJson(structure: CoveringStructure): CoveringJson {
  return {
    ...summaryJson(structure),
    certainty: structure.certainty,
    because: structure.because,
    front_door: structure.frontDoor,
    services: structure.services.map(serviceOfferedJson)
  };
}

export function serviceOfferedJson({
  name,
  phone,
  delay
}: CoveringStructure['services'][number]): CoveringJson['services'][number] {
  return { name, phone, delay };
}

export function perimeterJson(perimeter: PerimeterInput, reading: PerimeterReading): PerimeterJson {
  return {
    certainty: perimeter.certainty,
    text: reading.text,
    zones: { include: perimeter.include, exclude: perimeter.exclude },
    communes: reading.communes.map((commune) => commune.code)
  };
}

export function structureJson(
  structure: Structure,
  context: {
    type: StructureType;
    communeName: string | null;
    reading: PerimeterReading;
    serviceReadings: readonly (PerimeterReading | null)[];
  }
): StructureJson {
  const { type, communeName, reading, serviceReadings } = context;
  return {
    ...summaryJson({
      ...structure,
      type,
      communeName,
      confirmedAt: structure.confirmedAt ? new Date(structure.confirmedAt) : null
    }),
    lead_body: structure.leadBody,
    description: structure.description,
    limits: structure.limits,
    hands_over_to: structure.handsOverTo,
    siret: structure.siret,
    finess: structure.finess,
    address: structure.address,
    postal_code: structure.postalCode,
    commune_code: structure.communeCode,
    email: structure.email,
    mssante: structure.mssante,
    website: structure.website,
    opening_hours: structure.openingHours,
    sources: structure.sources,
    reliability: structure.reliability,
    parent: structure.parent,
    territories: structure.territories,
    perimeter: perimeterJson(structure.perimeter, reading),
    services: structure.services.map((service, i) =>
      serviceJson(service, serviceReadings[i] ?? null)
    )
  };
}

function serviceJson(
  service: Service,
  reading: PerimeterReading | null
): StructureJson['services'][number] {
  return {
    name: service.name,
    description: service.description,
    themes: service.themes,
    publics: service.audiences,
    solicited_by: service.solicitedBy,
    solicited_through: service.solicitedThrough,
    delay: service.delay,
    fees: service.fees,
    phone: service.phone,
    link: service.link,
    opening_hours: service.openingHours,
    perimeter: service.perimeter && reading ? perimeterJson(service.perimeter, reading) : null
  };
}
