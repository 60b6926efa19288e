/** What a file says of structures, before anything is written: records, what is wrong with them, what changes. */
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { ContactInput, ServiceInput, StructureInput } from '../model.ts';

/** A remark on the file, placed where a person can find it. */
export interface Remark {
  /** Line of the file (the first is 1), or rank of the record for JSON. */
  line: number;
  /** French header of the column, or name of the field. */
  column: string;
  message: string;
}

/** A service of which a file says only some things; the others are left as they are. */
export type PartialService = Partial<ServiceInput> & Pick<ServiceInput, 'name'>;

/** What a file says of a structure: a field it does not speak of is absent, and stays as it is. */
export type RecordValues = Partial<Omit<StructureInput, 'services'>> & {
  services?: PartialService[];
  /** Added to those the fiche has, where the file does not know them all. */
  addSources?: string[];
  addContacts?: ContactInput[];
  /** The territory the import is for. */
  addTerritories?: string[];
};

/** One structure of a file. */
export interface ImportRecord {
  /** Lines of the file it is written on, the first first. */
  lines: number[];
  /** How the report names it. */
  label: string;
  values: RecordValues;
  /** Fills what is empty, and leaves what the people of the territory have written. */
  fillsOnly?: boolean;
  /** Why it cannot be imported. Empty when it can. */
  problems: Remark[];
  /** What was understood in a way worth checking. */
  notes: Remark[];
}

/** A value of the file that no field can hold: listed, never silently lost. */
export interface Unkept {
  field: string;
  value: string;
  /** How many records carry it. */
  count: number;
}

/** What reading a file gives. */
export interface FileContent {
  records: ImportRecord[];
  /** Headers or fields of the file that are not imported. */
  ignoredColumns: string[];
  unkept: Unkept[];
}

export const UNKNOWN_PERIMETER: PerimeterInput = {
  certainty: 'unknown',
  include: [],
  exclude: [],
  note: ''
};

export const EMPTY_SERVICE: Omit<ServiceInput, 'name'> = {
  description: '',
  themes: [],
  audiences: [],
  solicitedBy: [],
  solicitedThrough: [],
  delay: '',
  fees: '',
  feesDetail: '',
  conditions: '',
  toPrepare: '',
  limits: '',
  phone: '',
  link: '',
  openingHours: '',
  perimeter: null
};

const EMPTY_STRUCTURE: Omit<StructureInput, 'name' | 'type' | 'slug'> = {
  acronym: '',
  parent: null,
  leadBody: '',
  summary: '',
  description: '',
  limits: '',
  handsOverTo: '',
  toPrepare: '',
  siret: null,
  finess: null,
  address: '',
  addressExtra: '',
  postalCode: '',
  communeCode: null,
  phone: '',
  email: '',
  mssante: '',
  website: '',
  openingHours: '',
  status: 'active',
  fictional: false,
  sources: [],
  reliability: 'to_confirm',
  note: '',
  externalId: null,
  confirmedAt: null,
  confirmedBy: '',
  reviewEveryMonths: 6,
  territories: [],
  perimeter: UNKNOWN_PERIMETER,
  services: [],
  contacts: []
};

/** The whole fiche that a record creates: what the file does not say is empty. */
export function completeRecord({ values }: Pick<ImportRecord, 'values'>): StructureInput {
  const { addSources = [], addContacts = [], addTerritories = [], ...own } = values;
  return {
    ...EMPTY_STRUCTURE,
    name: '',
    type: '',
    sources: addSources,
    contacts: addContacts,
    ...defined(own),
    territories: [...new Set([...(own.territories ?? []), ...addTerritories])],
    services: (own.services ?? []).map((service) => ({ ...EMPTY_SERVICE, ...defined(service) }))
  };
}

/**
 * The fiche as the record leaves it: what the file says replaces, the rest stays. Services are matched by
 * name, in order; one that the file does not list is removed, and the report says so.
 */
export function mergeRecord(
  current: StructureInput,
  record: Pick<ImportRecord, 'values' | 'fillsOnly'>
): StructureInput {
  const { addSources = [], addContacts = [], addTerritories = [], ...own } = record.values;
  const values = record.fillsOnly ? onlyMissing(current, own) : own;
  const known = current.contacts.map((contact) => contact.name);
  const merged = {
    ...current,
    sources: [...new Set([...current.sources, ...addSources])],
    contacts: [
      ...current.contacts,
      ...addContacts.filter((contact) => !known.includes(contact.name))
    ],
    ...defined(values)
  } as StructureInput;
  return {
    ...merged,
    territories: [...new Set([...merged.territories, ...addTerritories])].sort(),
    services: values.services ? mergeServices(current, values.services) : current.services
  };
}

function mergeServices(current: StructureInput, said: readonly PartialService[]): ServiceInput[] {
  const waiting = [...current.services];
  return said.map((service) => {
    const at = waiting.findIndex((candidate) => candidate.name === service.name);
    const [known] = at < 0 ? [] : waiting.splice(at, 1);
    return { ...EMPTY_SERVICE, ...known, ...defined(service) };
  });
}

/**
 * A register that knows a structure by its own key may correct it until someone has confirmed the fiche;
 * after that, and on fiches written by people, it only fills what is empty.
 */
function onlyMissing(current: StructureInput, values: RecordValues): RecordValues {
  const isItsOwn = current.externalId !== null && current.externalId === values.externalId;
  if (isItsOwn && current.confirmedAt === null) return values;
  return Object.fromEntries(
    Object.entries(values).filter(([field]) => {
      const known = current[field as keyof StructureInput];
      return known === '' || known === null || (Array.isArray(known) && known.length === 0);
    })
  );
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
