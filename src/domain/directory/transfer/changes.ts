/** What an import changes in a fiche, in words for the report. */
import type { PerimeterInput } from '#domain/territory/model.ts';
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
  parent: 'Structure mère',
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
  communeCode: 'Code INSEE',
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

const SET_FIELDS = new Set(['territories', 'themes', 'audiences']);

/** What differs between a fiche and what an import would make of it. Empty: nothing to do. */
export function listChanges(current: StructureInput, next: StructureInput): Change[] {
  const changes: Change[] = [];
  for (const [field, label] of Object.entries(FIELD_LABELS)) {
    const key = field as keyof typeof FIELD_LABELS;
    if (key === 'services') {
      changes.push(...listServiceChanges(current.services, next.services));
    } else if (comparable(key, current[key]) !== comparable(key, next[key])) {
      changes.push({ field: label, before: inWords(current[key]), after: inWords(next[key]) });
    }
  }
  return changes;
}

function listServiceChanges(
  current: readonly ServiceInput[],
  next: readonly ServiceInput[]
): Change[] {
  const key = (service: ServiceInput) => comparable('service', service);
  const before = current.map(key);
  const after = next.map(key);
  if (before.join('\n') === after.join('\n')) return [];
  const names = (services: readonly ServiceInput[]) => services.map((service) => service.name);
  const label = 'Services';
  const removed = current.filter((service) => !names(next).includes(service.name));
  const added = next.filter((service) => !names(current).includes(service.name));
  const changed = next.filter(
    (service, i) => names(current).includes(service.name) && !before.includes(after[i]!)
  );
  const changes: Change[] = [
    ...removed.map((service) => ({ field: label, before: service.name, after: 'retiré' })),
    ...added.map((service) => ({ field: label, before: '', after: service.name })),
    ...changed.map((service) => ({
      field: `Service « ${service.name} »`,
      before: '',
      after: 'modifié'
    }))
  ];
  return changes.length > 0 ? changes : [{ field: label, before: '', after: 'ordre modifié' }];
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

function inWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (Array.isArray(value)) {
    const items = value.map((item) =>
      typeof item === 'string' ? item : (item as ContactInput).name
    );
    return shorten(items.join(' ; '));
  }
  if (typeof value === 'object') return perimeterInWords(value as PerimeterInput);
  return shorten(`${value as string | number}`);
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
