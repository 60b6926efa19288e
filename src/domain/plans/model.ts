/** Plans: axes, objectives and what they gather, numbered as people number them. A sheet is in `sheet.ts`. */
import { yearOf } from '#shared/dates.ts';
import type {
  ActionSheetId,
  AxisId,
  ObjectiveId,
  PersonId,
  PlanId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import type { Heading } from './headings.ts';

export const PLAN_KINDS = [
  'scheme',
  'cls',
  'clsm',
  'pts',
  'health-project',
  'roadmap',
  'other'
] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];
export const PLAN_KIND_LABELS: Record<PlanKind, string> = {
  scheme: 'Schéma',
  cls: 'Contrat local de santé',
  clsm: 'Conseil local en santé mentale',
  pts: 'Projet territorial de santé',
  'health-project': 'Projet de santé',
  roadmap: 'Feuille de route',
  other: 'Autre plan'
};

/** draft: who leads it alone reads it. closed: over; read, and no longer written. */
export const PLAN_STATUSES = ['draft', 'active', 'closed'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export const PLAN_VISIBILITIES = ['public', 'members'] as const;
export type PlanVisibility = (typeof PLAN_VISIBILITIES)[number];

/** How a plan calls what it is made of: « fiche 28 », « action 3.3.3 ». */
export const SHEET_WORDS = ['fiche', 'action'] as const;
export type SheetWord = (typeof SHEET_WORDS)[number];

/** What decides who may read or lead a plan: read it with the plan, pass it to `rules.ts`. */
export interface PlanPlace {
  readonly id: PlanId;
  readonly territory: TerritoryId;
  readonly status: PlanStatus;
  readonly visibility: PlanVisibility;
}

export interface PlanSummary {
  readonly place: PlanPlace;
  readonly id: PlanId;
  readonly slug: string;
  readonly kind: PlanKind;
  readonly title: string;
  /** « CLS 2026-2030 ». */
  readonly shortTitle: string;
  readonly summary: string;
  readonly status: PlanStatus;
  readonly visibility: PlanVisibility;
  readonly sheetWord: SheetWord;
  /** Civil days, « 2026-01-01 ». */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly territory: {
    readonly id: TerritoryId;
    readonly slug: string;
    readonly name: string;
    readonly nameWithDe: string;
    readonly fictional: boolean;
  };
  /** Sheets not removed, whoever may read them. */
  readonly sheetCount: number;
}

export interface Plan extends PlanSummary {
  readonly contact: string;
  /** In their order. */
  readonly axes: readonly Axis[];
  readonly signatories: readonly Signatory[];
  /** All of them in the plan's order, hidden ones included. */
  readonly headings: readonly Heading[];
  /** Closed years, the first first. */
  readonly closedYears: readonly number[];
  readonly updatedAt: Date;
  readonly version: number;
}

export interface Axis {
  readonly id: AxisId;
  /** « 3 », « III », or nothing. */
  readonly number: string;
  readonly title: string;
  readonly summary: string;
  readonly objectives: readonly Objective[];
}

export interface Objective {
  readonly id: ObjectiveId;
  /** « 3.3 », or nothing. */
  readonly number: string;
  readonly title: string;
  readonly summary: string;
}

export interface Signatory {
  readonly name: string;
  readonly structure: NamedStructure | null;
  /** « signataire », « financeur »: as people say it. */
  readonly quality: string;
  readonly signedOn: string | null;
}

export interface NamedStructure {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
}

/** What decides who may read or write a sheet. */
export interface SheetPlace {
  readonly id: ActionSheetId;
  readonly plan: PlanPlace;
  readonly visibility: SheetVisibility;
  /** Structures and persons named as pilots. */
  readonly pilots: {
    readonly structures: readonly StructureId[];
    readonly persons: readonly PersonId[];
  };
}

/** plan: as its plan. members: of the network, even where the plan is public. pilots: they and who leads the plan. */
export const SHEET_VISIBILITIES = ['plan', 'members', 'pilots'] as const;
export type SheetVisibility = (typeof SHEET_VISIBILITIES)[number];

/** The years a plan covers, those with figures included; this year alone when it says nothing. */
export function planYears(
  plan: Pick<Plan, 'startsOn' | 'endsOn'>,
  today: string,
  others: readonly number[] = []
): number[] {
  const first = plan.startsOn ? yearOf(plan.startsOn) : yearOf(today);
  const last = plan.endsOn ? yearOf(plan.endsOn) : Math.max(first, yearOf(today));
  const known = [first, last, ...others];
  const from = Math.min(...known);
  return Array.from({ length: Math.max(...known) - from + 1 }, (_, index) => from + index);
}
