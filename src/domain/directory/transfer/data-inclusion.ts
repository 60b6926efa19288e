/** data·inclusion v1 (gip-inclusion/data-inclusion-schema, schemas/v1) read as records. */
import type { z } from 'zod';
import { normalise } from '#shared/text.ts';
import type { ContactInput } from '../model.ts';
import { checkValues } from './checking.ts';
import {
  serviceSchema,
  structureSchema,
  type DiService,
  type DiStructure
} from './data-inclusion-schema.ts';
import type { ImportRecord, RecordValues, Remark, Unkept } from './record.ts';
import { OWN_PREFIX, OWN_SOURCE, readService } from './data-inclusion-service.ts';
import { UnkeptValues } from './unkept.ts';
import type { Vocabulary } from './words.ts';

/** The two lists of a file, in either of the shapes in use: `{structures, services}` or one mixed array. */
export function splitDataInclusion(content: unknown): {
  structures: unknown[];
  services: unknown[];
} {
  if (Array.isArray(content)) {
    const isService = (item: unknown) =>
      typeof item === 'object' && item !== null && 'structure_id' in item;
    return {
      structures: content.filter((item) => !isService(item)),
      services: content.filter(isService)
    };
  }
  const { structures, services } = content as { structures?: unknown[]; services?: unknown[] };
  return { structures: structures ?? [], services: services ?? [] };
}

/** Fields with no place in a fiche: what they held is listed. */
const UNKEPT_STRUCTURE = ['accessibilite_lieu', 'longitude', 'latitude', 'date_maj'];
export interface DataInclusionOptions {
  vocabulary: Vocabulary;
  /** Type of the structures whose networks have none here. */
  defaultType: string | null;
}

/** Records of a data·inclusion file, with what could not be kept. */
export function readDataInclusion(
  content: unknown,
  options: DataInclusionOptions
): { records: ImportRecord[]; unkept: Unkept[] } {
  const { structures, services } = splitDataInclusion(content);
  const unkept = new UnkeptValues();
  const offers = new Map<string, { service: DiService; line: number }[]>();
  const strays: ImportRecord[] = [];
  services.forEach((item, i) => {
    const parsed = serviceSchema.safeParse(item);
    const line = structures.length + i + 1;
    if (!parsed.success) {
      strays.push(refused(line, item, parsed.error.issues));
      return;
    }
    const key = parsed.data.structure_id;
    offers.set(key, [...(offers.get(key) ?? []), { service: parsed.data, line }]);
  });
  const records = structures.map((item, i) => {
    const parsed = structureSchema.safeParse(item);
    if (!parsed.success) return refused(i + 1, item, parsed.error.issues);
    const own = offers.get(parsed.data.id) ?? [];
    offers.delete(parsed.data.id);
    return readStructure(parsed.data, i + 1, own, {
      ...options,
      hasServices: services.length > 0,
      unkept
    });
  });
  for (const orphans of offers.values()) {
    for (const { service, line } of orphans) {
      strays.push(orphan(service, line));
    }
  }
  return { records: [...records, ...strays], unkept: unkept.list() };
}

function refused(line: number, item: unknown, issues: readonly z.core.$ZodIssue[]): ImportRecord {
  const named = (item as { nom?: unknown } | null)?.nom;
  const label = typeof named === 'string' ? named : `fiche ${line}`;
  const problems = issues.map((issue) => ({
    line,
    column: issue.path.join('.'),
    message:
      issue.code === 'invalid_type'
        ? 'valeur absente ou d’un autre type que celui du schéma data·inclusion v1'
        : issue.message
  }));
  return { lines: [line], label, values: {}, problems, notes: [] };
}

function orphan(service: DiService, line: number): ImportRecord {
  const message = `la structure « ${service.structure_id} » de ce service n’est pas dans le fichier`;
  return {
    lines: [line],
    label: service.nom,
    values: {},
    problems: [{ line, column: 'structure_id', message }],
    notes: []
  };
}

interface Context extends DataInclusionOptions {
  /** A file without any service says nothing of services. */
  hasServices: boolean;
  unkept: UnkeptValues;
}

function readStructure(
  item: DiStructure,
  line: number,
  offers: readonly { service: DiService; line: number }[],
  context: Context
): ImportRecord {
  const type = findType(item, context);
  const notes: Remark[] = [];
  if (type?.guessed) {
    notes.push({
      line,
      column: 'reseaux_porteurs',
      message: `type « ${type.code} » déduit du nom : vérifiez-le`
    });
  }
  for (const field of UNKEPT_STRUCTURE) context.unkept.add(field, item[field]);
  const services = offers.map(({ service }) => service);
  const values = valuesOf(item, type?.code);
  if (context.hasServices) {
    values.services = services.map((service) =>
      readService(service, context.vocabulary, context.unkept)
    );
  }
  const people = contactsOf(services);
  if (people.length > 0) values.contacts = people;
  const checked = checkValues(values, (path) => placeOf(path, line, offers));
  return {
    lines: [line, ...offers.map((offer) => offer.line)],
    label: item.nom,
    values: checked.values,
    problems: checked.problems,
    notes
  };
}

function valuesOf(item: DiStructure, type: string | undefined): RecordValues {
  return {
    ...said({
      name: item.nom,
      type,
      description: item.description,
      siret: item.siret,
      address: item.adresse,
      addressExtra: item.complement_adresse,
      postalCode: item.code_postal,
      communeCode: item.code_insee,
      phone: item.telephone,
      email: item.courriel,
      website: item.site_web,
      openingHours: item.horaires_accueil
    }),
    ...keyOf(item),
    ...(item.lien_source ? { addSources: [item.lien_source] } : {}),
    ...ownExtra(item)
  };
}

/** The people its services name, each once; shown to nobody until they consent. */
function contactsOf(services: readonly DiService[]): ContactInput[] {
  const people = new Map<string, ContactInput>();
  for (const { contact_nom_prenom: name, nom: role } of services) {
    if (!name) continue;
    people.set(name, { name, role, phone: '', email: '', visibility: 'nobody', consentAt: null });
  }
  return [...people.values()];
}

/** A producer that leaves a field empty does not know: it does not erase what is known here. */
function said(values: {
  [Field in keyof RecordValues]: RecordValues[Field] | null | undefined;
}): RecordValues {
  return Object.fromEntries(
    Object.entries(values as Record<string, unknown>).filter(
      ([, value]) => value !== null && value !== undefined && value !== ''
    )
  );
}

/** Our own exports come back to the fiche they left; others are known by their identifier. */
function keyOf(item: DiStructure): RecordValues {
  if (item.source === OWN_SOURCE && item.id.startsWith(OWN_PREFIX))
    return { slug: item.id.slice(OWN_PREFIX.length) };
  return { externalId: item.id.includes('--') ? item.id : `${item.source}--${item.id}` };
}

/** What our exports add under `extra`, which data·inclusion leaves to each producer. */
function ownExtra(item: DiStructure): RecordValues {
  const { extra } = item as { extra?: { maillage?: RecordValues } };
  return item.source === OWN_SOURCE && typeof extra?.maillage === 'object' ? extra.maillage : {};
}

function findType(item: DiStructure, context: Context): { code: string; guessed: boolean } | null {
  const { types } = context.vocabulary;
  const networks = item.reseaux_porteurs ?? [];
  const known = networks.flatMap((network) =>
    types.filter((type) => type.dataInclusion === network).slice(0, 1)
  );
  for (const network of networks) {
    if (!types.some((type) => type.dataInclusion === network && type === known[0]))
      context.unkept.add('reseaux_porteurs', network);
  }
  const inName = types.filter((type) => startsWith(item.nom, [type.code, type.name]));
  const named = inName.find(
    (type) => known.length === 0 || type.dataInclusion === known[0]!.dataInclusion
  );
  if (known.length > 0) return { code: (named ?? known[0]!).code, guessed: false };
  if (named) return { code: named.code, guessed: true };
  return context.defaultType === null ? null : { code: context.defaultType, guessed: false };
}

function startsWith(name: string, words: readonly string[]): boolean {
  const text = `${normalise(name)} `;
  return words.some((word) => text.startsWith(`${normalise(word)} `));
}

function placeOf(
  path: string,
  line: number,
  offers: readonly { line: number }[]
): Omit<Remark, 'message'> {
  const [field, rank, ...inner] = path.split('.');
  if (field === 'services' && rank !== undefined)
    return { line: offers[Number(rank)]?.line ?? line, column: inner.join('.') };
  return { line, column: path };
}
