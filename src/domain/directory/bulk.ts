/** One change made to many fiches at once: what is asked, of which, and what it makes of each. */
import type { BulkChangeId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Freshness } from './listing.ts';
import type { StructureInput } from './model.ts';

export const BULK_KINDS = ['type', 'rhythm', 'enter', 'leave', 'close', 'reopen'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/**
 * What is made of each fiche. `value`: the code of a type, the id of a territory whose directory it enters or leaves, a
 * number of months; empty when the kind says all.
 */
export interface BulkAction {
  readonly kind: BulkKind;
  readonly value: string;
}

/** The rhythms of confirmation proposed, in months. */
export const RHYTHMS = [3, 6, 12, 24] as const;

/** Which fiches a list shows. */
export interface BulkFilter {
  /** A part of the name or of the acronym. */
  readonly q: string;
  readonly type: string | null;
  /** Slug of the territory whose directory holds them; for the administration, which sees them all. */
  readonly territory: string | null;
  readonly freshness: Freshness | null;
  /** Nobody answers for it. */
  readonly orphan: boolean;
  readonly status: 'active' | 'closed' | 'all';
}

/** Those ticked, or all those of a filter. */
export type BulkSelection =
  { readonly ids: readonly StructureId[] } | { readonly filter: BulkFilter };

/** A fiche as the list to choose from shows it. */
export interface BulkFiche {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly type: string;
  readonly status: StructureInput['status'];
  /** Names of the territories whose directory holds it. */
  readonly territories: readonly string[];
  readonly reviewEveryMonths: number;
  readonly confirmedAt: Date | null;
  readonly referents: number;
}

/**
 * What becomes, or became, of a fiche. Before: `change`, `same` (it says so already), `moved` (changed by somebody since
 * the preview). After: `changed`, `left` (it had been changed since the preview), `moved` (changed by somebody since: it
 * would not be undone). Once undone: `undone`, `kept` (changed by somebody since: not undone).
 */
export const LINE_STATES = [
  'moved',
  'left',
  'kept',
  'change',
  'changed',
  'undone',
  'same'
] as const;
export type LineState = (typeof LINE_STATES)[number];

export interface BulkLine {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly state: LineState;
  /** In words. */
  readonly before: string;
  readonly after: string;
  /** Who changed it last and when, for those changed by somebody since. */
  readonly last: { readonly by: string; readonly at: Date } | null;
  /** A territory tells to call it first. */
  readonly frontDoor: boolean;
}

export interface BulkChange {
  readonly id: BulkChangeId;
  readonly action: BulkAction;
  /** « Type : CLIC ». */
  readonly title: string;
  readonly status: 'prepared' | 'applied' | 'undone';
  /** Who prepared it; empty once erased. */
  readonly by: string;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly undoneAt: Date | null;
}

/** The same, with how many fiches are in each state. */
export interface BulkReport extends BulkChange {
  readonly counts: Readonly<Record<LineState, number>>;
  /** Among those that would change: front doors, and fiches that no directory would hold any more. */
  readonly frontDoors: number;
  readonly homeless: number;
}

/** What the stored value of a fiche becomes: the words of `bulk_change_line.before`. */
export function targetOf({ kind, value }: BulkAction): string {
  const said: Record<BulkKind, string> = {
    type: value,
    rhythm: value,
    enter: 'in',
    leave: 'out',
    close: 'closed',
    reopen: 'active'
  };
  return said[kind];
}

/**
 * The fiche once a value is written in it.
 * @param value - as `targetOf` says it.
 * @param slug - of the territory that it enters or leaves.
 */
export function withValue<F extends StructureInput>(
  fiche: F,
  kind: BulkKind,
  value: string,
  slug: string
): F {
  if (kind === 'type') return { ...fiche, type: value };
  if (kind === 'rhythm') return { ...fiche, reviewEveryMonths: Number(value) };
  if (kind === 'close' || kind === 'reopen')
    return { ...fiche, status: value === 'closed' ? 'closed' : 'active' };
  const others = fiche.territories.filter((one) => one !== slug);
  return { ...fiche, territories: value === 'in' ? [...others, slug].sort() : others };
}

/** What a bulk change is called. `name`: of the type or of the territory. */
export function bulkTitle({ kind, value }: BulkAction, name: string): string {
  const said: Record<BulkKind, string> = {
    type: `Type : ${name}`,
    rhythm: `Confirmation tous les ${value} mois`,
    enter: `Ajout à l’annuaire : ${name}`,
    leave: `Retrait de l’annuaire : ${name}`,
    close: 'Fermeture',
    reopen: 'Réouverture'
  };
  return said[kind];
}

/** A stored value in words. `typeName`: the name of the type it is the code of. */
export function valueText(kind: BulkKind, value: string, typeName: string | null): string {
  if (kind === 'type') return typeName ?? value;
  if (kind === 'rhythm') return `tous les ${value} mois`;
  if (kind === 'close' || kind === 'reopen') return value === 'closed' ? 'fermée' : 'ouverte';
  return value === 'in' ? 'dans l’annuaire' : 'hors de l’annuaire';
}

/** The territory that a change puts fiches in or takes them out of. */
export function territoryOf({ kind, value }: BulkAction): TerritoryId | null {
  return kind === 'enter' || kind === 'leave' ? (Number(value) as TerritoryId) : null;
}
