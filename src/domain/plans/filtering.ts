/** Which sheets of a plan one looks at: by who pilots, who is a partner, theme, status, priority, commune, lateness. */
import { compareNames, slugify } from '#shared/text.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { progressOf } from './progress.ts';
import {
  PRIORITIES,
  SHEET_STATUSES,
  type Priority,
  type SheetActor,
  type SheetStatus,
  type SheetSummary
} from './sheet.ts';

export interface SheetFilter {
  /** Keys of `actorKey`; nothing where one does not choose. */
  readonly pilot: string;
  readonly partner: string;
  /** A code. */
  readonly theme: string;
  readonly status: SheetStatus | null;
  readonly priority: Priority | null;
  readonly late: boolean;
  /** Official code. */
  readonly commune: string;
}

/** A filter as an address says it; what it says wrongly is left out. */
export function readFilter(params: URLSearchParams): SheetFilter {
  const text = (name: string) => (params.get(name) ?? '').trim();
  return {
    pilot: text('pilote'),
    partner: text('partenaire'),
    theme: text('theme'),
    status: SHEET_STATUSES.find((status) => status === text('statut')) ?? null,
    priority: PRIORITIES.find((priority) => priority === text('priorite')) ?? null,
    late: params.has('retard'),
    commune: text('commune')
  };
}

/** The address of a page with a filter on; nothing is said of what is not chosen. */
export function writeFilter(filter: SheetFilter): string {
  const said = Object.entries({
    pilote: filter.pilot,
    partenaire: filter.partner,
    theme: filter.theme,
    statut: filter.status ?? '',
    priorite: filter.priority ?? '',
    commune: filter.commune
  }).filter(([, value]) => value !== '');
  const params = new URLSearchParams([...said, ...(filter.late ? [['retard', 'oui']] : [])]);
  return params.size > 0 ? `?${params}` : '';
}

/** One key for one structure, however it is written; otherwise what is written is the key. */
export function actorKey({ label, structure }: Pick<SheetActor, 'label' | 'structure'>): string {
  return structure ? structure.slug : slugify(label);
}

/** How an actor is named in lists: as the directory does, when it knows it. */
export function actorName({ label, structure }: Pick<SheetActor, 'label' | 'structure'>): string {
  return structure ? structure.name : label;
}

export interface ListedActor {
  readonly key: string;
  readonly name: string;
  readonly sheets: number;
}

type Role = 'pilots' | 'partners';
type Acted = Pick<SheetSummary, Role>;

/** Who pilots the sheets, or is a partner of them, each once, in alphabetical order. */
export function actorsOf(sheets: readonly Acted[], role: Role): ListedActor[] {
  const found = new Map<string, { key: string; name: string; sheets: number }>();
  for (const sheet of sheets) {
    const own = new Map(sheet[role].map((actor) => [actorKey(actor), actorName(actor)]));
    for (const [key, name] of own) {
      const one = found.get(key) ?? { key, name, sheets: 0 };
      one.sheets += 1;
      found.set(key, one);
    }
  }
  return [...found.values()].sort((a, b) => compareNames(a.name, b.name));
}

/** Whether this actor has that role in a sheet. */
export function hasActor(sheet: Acted, role: Role, key: string): boolean {
  return sheet[role].some((actor) => actorKey(actor) === key);
}

/**
 * The sheets that a filter keeps.
 * @param there - those that intervene in the commune of the filter; null when it names none. @param today - a civil day.
 */
export function filterSheets<Sheet extends SheetSummary>(
  sheets: readonly Sheet[],
  filter: SheetFilter,
  there: ReadonlySet<ActionSheetId> | null,
  today: string
): Sheet[] {
  return sheets.filter(
    (sheet) =>
      (!filter.pilot || hasActor(sheet, 'pilots', filter.pilot)) &&
      (!filter.partner || hasActor(sheet, 'partners', filter.partner)) &&
      (!filter.theme || sheet.themes.includes(filter.theme)) &&
      (!filter.status || sheet.status === filter.status) &&
      (!filter.priority || sheet.priority === filter.priority) &&
      (!filter.late || progressOf(sheet, today).late !== null) &&
      (!there || there.has(sheet.id))
  );
}
