import {
  BULK_KINDS,
  type BulkAction,
  type BulkFilter,
  type BulkSelection
} from '#domain/directory/bulk.ts';
import { FRESHNESS, type Freshness } from '#domain/directory/listing.ts';
import { readFiches } from '../territoires/[slug]/fiches/filters.ts';

/** How each freshness is written in an address. */
export const FRESHNESS_SLUGS: Readonly<Record<Freshness, string>> = {
  fresh: 'a-jour',
  stale: 'a-confirmer',
  never: 'jamais'
};

const STATUSES = { active: '', closed: 'fermees', all: 'toutes' } as const;

interface Fields {
  get(name: string): FormDataEntryValue | null;
  getAll(name: string): unknown[];
}

/** A file sent in place of a text says nothing. */
function textOf(fields: Fields, name: string): string {
  const said = fields.get(name);
  return typeof said === 'string' ? said : '';
}

/** What an address, or a form, asks of the list. */
export function readBulkFilter(fields: Fields): BulkFilter {
  const said = (name: string) => textOf(fields, name).trim();
  const status = (['closed', 'all'] as const).find((one) => STATUSES[one] === said('etat'));
  return {
    q: said('q').slice(0, 100),
    type: said('type') || null,
    territory: said('territoire') || null,
    freshness: FRESHNESS.find((one) => FRESHNESS_SLUGS[one] === said('fraicheur')) ?? null,
    orphan: said('referent') === 'sans',
    status: status ?? 'active'
  };
}

/** The same filter, as `readBulkFilter` reads it. */
export function filterFields(filter: BulkFilter): [name: string, value: string][] {
  const fields: [string, string][] = [
    ['q', filter.q],
    ['type', filter.type ?? ''],
    ['territoire', filter.territory ?? ''],
    ['fraicheur', filter.freshness ? FRESHNESS_SLUGS[filter.freshness] : ''],
    ['referent', filter.orphan ? 'sans' : ''],
    ['etat', STATUSES[filter.status]]
  ];
  return fields.filter(([, value]) => value !== '');
}

/** The fiches ticked; or, when all those of the list were asked, its filter. */
export function readSelection(fields: Fields): BulkSelection {
  if (fields.get('choix') === 'toutes') return { filter: readBulkFilter(fields) };
  return { ids: readFiches(fields.getAll('fiche')) };
}

/** The same selection, as `readSelection` reads it. */
export function selectionFields(selection: BulkSelection): [name: string, value: string][] {
  if ('ids' in selection) return selection.ids.map((id) => ['fiche', String(id)]);
  return [['choix', 'toutes'], ...filterFields(selection.filter)];
}

export function readAction(fields: Fields): BulkAction | null {
  const kind = BULK_KINDS.find((one) => one === fields.get('geste'));
  if (!kind) return null;
  const says = kind !== 'close' && kind !== 'reopen';
  return { kind, value: says ? textOf(fields, 'valeur').slice(0, 100) : '' };
}
