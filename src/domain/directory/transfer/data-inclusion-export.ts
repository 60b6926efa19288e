/** Structures in data·inclusion v1; what it has no word for goes under `extra.maillage`, and comes back from there. */
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { ServiceInput, StructureInput } from '../model.ts';
import { OWN_PREFIX, OWN_SOURCE } from './data-inclusion-service.ts';
import { ownStructure } from './own-json.ts';
import type { Vocabulary } from './words.ts';

export interface DiContext {
  vocabulary: Vocabulary;
  /** Name of a current commune. */
  communeName(code: string): string | null;
  /** Codes of the zones a perimeter covers, in the levels data·inclusion knows: no exclusion, no région. */
  zonesOf(perimeter: PerimeterInput): string[];
}

export type DiStructureOut = Record<string, unknown>;

/** @param updatedAt - civil date of the last change, `YYYY-MM-DD`. */
export function toDataInclusion(
  structure: StructureInput & { slug: string },
  updatedAt: string,
  context: DiContext
): { structure: DiStructureOut; services: DiStructureOut[] } {
  const id = `${OWN_PREFIX}${structure.slug}`;
  const { services: _, ...own } = ownStructure(structure, 'public');
  const network = context.vocabulary.types.find(
    ({ code }) => code === structure.type
  )?.dataInclusion;
  return {
    structure: {
      source: OWN_SOURCE,
      id,
      nom: nameOf(structure.name),
      date_maj: updatedAt,
      description: longEnough(structure.description || structure.summary),
      lien_source: null,
      siret: structure.siret,
      ...addressOf(structure, context),
      telephone: structure.phone || null,
      courriel: structure.email || null,
      site_web: structure.website || null,
      horaires_accueil: structure.openingHours || null,
      accessibilite_lieu: null,
      reseaux_porteurs: network ? [network] : null,
      extra: { maillage: own }
    },
    services: structure.services.map((service, i) => ({
      source: OWN_SOURCE,
      id: `${id}--${i + 1}`,
      structure_id: id,
      ...toService(service, structure, updatedAt, context),
      extra: { maillage: (ownStructure(structure, 'public')['services'] as unknown[])[i] }
    }))
  };
}

function toService(
  service: ServiceInput,
  structure: StructureInput,
  updatedAt: string,
  context: DiContext
): DiStructureOut {
  const { themes, audiences } = context.vocabulary;
  const hours = service.openingHours || structure.openingHours;
  return {
    nom: nameOf(service.name),
    description:
      longEnough(service.description) ??
      longEnough(structure.summary) ??
      `Service : ${service.name}`,
    date_maj: updatedAt,
    lien_source: null,
    type: null,
    thematiques: orNull(mapped(service.themes, themes)),
    frais: service.fees || null,
    frais_precisions: service.feesDetail || null,
    publics: orNull(mapped(service.audiences, audiences)),
    publics_precisions: null,
    conditions_acces: service.conditions || null,
    ...addressOf(structure, context),
    telephone: service.phone || structure.phone || null,
    courriel: structure.email || null,
    modes_accueil: null,
    zone_eligibilite: orNull(context.zonesOf(service.perimeter ?? structure.perimeter)),
    contact_nom_prenom: null,
    lien_mobilisation: service.link || null,
    modes_mobilisation: orNull(service.solicitedThrough),
    // data·inclusion has no word for relatives who help: they are users of the service too.
    mobilisable_par: orNull([
      ...new Set(service.solicitedBy.map((who) => (who === 'aidants' ? 'usagers' : who)))
    ]),
    mobilisation_precisions: service.delay || null,
    volume_horaire_hebdomadaire: null,
    nombre_semaines: null,
    horaires_accueil: hours || null
  };
}

function addressOf(structure: StructureInput, context: DiContext) {
  const code = structure.communeCode;
  return {
    adresse: structure.address || null,
    complement_adresse: structure.addressExtra || null,
    code_postal: /^\d{5}$/.test(structure.postalCode) ? structure.postalCode : null,
    code_insee: code,
    commune: code === null ? null : context.communeName(code),
    longitude: null,
    latitude: null
  };
}

/** 3 to 150 characters, not ending with a full stop. */
function nameOf(name: string): string {
  return name
    .slice(0, 150)
    .replace(/[.\s]+$/, '')
    .padEnd(3, '–');
}

const SHORTEST = 5;
const LONGEST = 10_000;

function longEnough(text: string): string | null {
  return text.length >= SHORTEST ? text.slice(0, LONGEST) : null;
}

/** The first of the words that stand for ours: the nearest, and no claim to the others. */
function mapped(
  codes: readonly string[],
  words: readonly { code: string; dataInclusion: string[] }[]
): string[] {
  const found = codes.flatMap(
    (code) => words.find((word) => word.code === code)?.dataInclusion[0] ?? []
  );
  return [...new Set(found)];
}

function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length > 0 ? list : null;
}
