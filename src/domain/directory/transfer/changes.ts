/** What an import changes in a fiche, in words for the report. */
import type { PerimeterInput } from '#domain/territory/model.ts';
import { readPath } from '../editor/field-path.ts';
import type { ContactInput, ServiceInput, StructureInput } from '../model.ts';

/** A field whose content an import would change, in words for the report. */
export interface Change {
  field: string;
  before: string;
  after: string;
}

const FIELD_LABELS: Record<Exclude<keyof StructureInput, 'slug'>, string> = {
  name: 'Nom',
  acronym: 'Sigle',
  type: 'Type',
  parent: 'Fait partie de',
  leadBody: 'Porteur',
  summary: 'En une phrase',
  description: 'Description',
  limits: 'Ce qu’elle ne fait pas',
  handsOverTo: 'Passe le relais à',
  toPrepare: 'À préparer avant d’appeler',
  siret: 'SIRET',
  finess: 'FINESS',
  address: 'Adresse',
  addressExtra: 'Complément d’adresse',
  postalCode: 'Code postal',
  communeCode: 'Commune',
  phone: 'Téléphone',
  email: 'Courriel',
  mssante: 'MSSanté',
  website: 'Site web',
  openingHours: 'Horaires',
  status: 'Statut',
  fictional: 'Fictif',
  sources: 'Sources',
  reliability: 'Fiabilité',
  note: 'Note',
  externalId: 'Identifiant externe',
  confirmedAt: 'Confirmée le',
  confirmedBy: 'Confirmée par',
  reviewEveryMonths: 'À revoir tous les (mois)',
  territories: 'Territoires',
  perimeter: 'Périmètre',
  services: 'Services',
  contacts: 'Contacts'
};

const SERVICE_LABELS: Record<Exclude<keyof ServiceInput, 'name'>, string> = {
  description: 'description',
  themes: 'besoins',
  audiences: 'publics',
  solicitedBy: 'qui peut solliciter',
  solicitedThrough: 'comment solliciter',
  delay: 'délai',
  fees: 'frais',
  feesDetail: 'détail des frais',
  conditions: 'conditions',
  toPrepare: 'à préparer',
  limits: 'ce qu’il ne fait pas',
  phone: 'téléphone',
  link: 'lien',
  openingHours: 'horaires',
  perimeter: 'périmètre'
};

const CONTACT_LABELS: Record<Exclude<keyof ContactInput, 'name' | 'person'>, string> = {
  role: 'rôle',
  phone: 'téléphone',
  email: 'courriel',
  visibility: 'visibilité',
  consentAt: 'date du consentement'
};

/**
 * What a field is called, by its path: « phone », « services/Accueil/delay ». The labels of the whole fiche, for whoever
 * shows a field elsewhere than in its form.
 */
export function labelOf(path: string): string {
  const { field, item, inside, isNote } = readPath(path);
  const own = (FIELD_LABELS as Record<string, string>)[field] ?? field;
  const note = isNote ? ', précision' : '';
  if (item === null) return `${own}${note}`;
  const { one, labels } = field === 'contacts' ? ITEMS.contacts : ITEMS.services;
  const label = inside === 'person' ? 'compte' : (labels as Record<string, string>)[inside ?? ''];
  return label ? `${one} « ${item} », ${label}${note}` : `${one} « ${item} »`;
}

/** A value of a field in words, as a comparison shows it. */
export function valueInWords(path: string, value: unknown, wording = AS_WRITTEN): string {
  const { field, inside } = readPath(path);
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
  return inWords(inside ?? field, value, wording);
}

const SET_FIELDS = new Set(['territories', 'themes', 'audiences']);

/** How codes and perimeters are said: as they are written, for the report of an import. */
export interface ChangeWording {
  /** The name of a type, a need, a public, a commune, a structure, a territory, by its code. */
  nameOf: (code: string, field: string) => string;
  sayPerimeter: (perimeter: PerimeterInput) => string;
  /** Any other value as a page says it: « 05 36 49 00 01 », « lundi à vendredi ». */
  sayValue?: (field: string, value: string) => string;
  /** A comparison to choose by shows texts whole; a report shortens them. */
  isWhole?: boolean;
}

const AS_WRITTEN: ChangeWording = { nameOf: (code) => code, sayPerimeter: perimeterInWords };

/** What differs between a fiche and what would be made of it. Empty: nothing to do. */
export function listChanges(
  current: StructureInput,
  next: StructureInput,
  wording = AS_WRITTEN
): Change[] {
  const changes: Change[] = [];
  for (const [field, label] of Object.entries(FIELD_LABELS)) {
    const key = field as keyof typeof FIELD_LABELS;
    if (key === 'services') {
      changes.push(...listItemChanges(ITEMS.services, current.services, next.services, wording));
    } else if (key === 'contacts') {
      changes.push(...listItemChanges(ITEMS.contacts, current.contacts, next.contacts, wording));
    } else if (comparable(key, current[key]) !== comparable(key, next[key])) {
      const words = (value: unknown) => inWords(key, value, wording);
      changes.push({ field: label, before: words(current[key]), after: words(next[key]) });
    }
  }
  return changes;
}

interface Items {
  all: string;
  one: string;
  labels: Readonly<Record<string, string>>;
}

const ITEMS = {
  services: { all: 'Services', one: 'Service', labels: SERVICE_LABELS },
  contacts: { all: 'Contacts', one: 'Contact', labels: CONTACT_LABELS }
} as const;

function listItemChanges<T extends { name: string }>(
  { all, one, labels }: Items,
  current: readonly T[],
  next: readonly T[],
  wording: ChangeWording
): Change[] {
  const key = (item: T) => comparable('item', item);
  if (current.map(key).join('\n') === next.map(key).join('\n')) return [];
  const named = (items: readonly T[], name: string) => items.find((item) => item.name === name);
  const changes: Change[] = [
    ...current
      .filter(({ name }) => !named(next, name))
      .map(({ name }) => ({ field: all, before: name, after: 'retiré' })),
    ...next
      .filter(({ name }) => !named(current, name))
      .map(({ name }) => ({ field: all, before: '', after: name })),
    ...next.flatMap((item) => {
      const before = named(current, item.name);
      return before
        ? listFieldChanges(`${one} « ${item.name} »`, labels, before, item, wording)
        : [];
    })
  ];
  return changes.length > 0 ? changes : [{ field: all, before: '', after: 'ordre modifié' }];
}

function listFieldChanges(
  item: string,
  labels: Items['labels'],
  current: object,
  next: object,
  wording: ChangeWording
): Change[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const [before, after] = [current, next].map((one) => (one as Record<string, unknown>)[field]);
    if (comparable(field, before) === comparable(field, after)) return [];
    const words = (value: unknown) => inWords(field, value, wording);
    return [{ field: `${item}, ${label}`, before: words(before), after: words(after) }];
  });
}

/** A value in a form where equal things are equal: zones and codes have no order. */
function comparable(field: string, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const items = value.map((item) => comparable('', item));
    return `[${(SET_FIELDS.has(field) || field === 'zones' ? [...new Set(items)].sort() : items).join(',')}]`;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([key, item]) => key !== 'id' && key !== 'person' && !(key === 'note' && item === ''))
    .map(([key, item]) => {
      const kind = key === 'include' || key === 'exclude' ? 'zones' : key;
      return `${key}:${comparable(kind, item)}`;
    });
  return `{${entries.sort().join(',')}}`;
}

const LONGEST = 160;

/** Fields that hold codes. */
const CODED = new Set(['type', 'themes', 'audiences', 'communeCode', 'parent', 'territories']);

const CLOSED_WORDS: Readonly<Record<string, string>> = {
  'status/active': 'ouverte',
  'status/closed': 'fermée',
  'reliability/confirmed': 'confirmée',
  'reliability/partial': 'en partie vérifiée',
  'reliability/to_confirm': 'à vérifier',
  'visibility/public': 'visible de tous',
  'visibility/members': 'visible des membres',
  'visibility/nobody': 'visible de personne'
};

function inWords(field: string, value: unknown, wording: ChangeWording): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (Array.isArray(value)) {
    return cut(value.map((item) => inWords(field, item, wording)).join(' ; '), wording);
  }
  if (typeof value === 'object') return wording.sayPerimeter(value as PerimeterInput);
  const text = `${value as string | number}`;
  if (CODED.has(field)) return cut(wording.nameOf(text, field), wording);
  const said = CLOSED_WORDS[`${field}/${text}`] ?? wording.sayValue?.(field, text) ?? text;
  return cut(said, wording);
}

function cut(text: string, { isWhole }: ChangeWording): string {
  return isWhole ? text : shorten(text);
}

function perimeterInWords(perimeter: PerimeterInput): string {
  if (perimeter.certainty === 'everywhere') return 'partout';
  if (perimeter.certainty === 'unknown')
    return perimeter.note ? `inconnu (${perimeter.note})` : 'inconnu';
  const zones = (list: PerimeterInput['include']) =>
    list.map((zone) => `${zone.level} ${zone.code}`).join(', ');
  const excluded = perimeter.exclude.length > 0 ? ` sauf ${zones(perimeter.exclude)}` : '';
  return shorten(
    `${zones(perimeter.include)}${excluded}${perimeter.note ? ` (${perimeter.note})` : ''}`
  );
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
