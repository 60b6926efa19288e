/** An action sheet (« fiche action »), whole, and the document that versions and committees keep of it. */
import type {
  ActionSheetId,
  AxisId,
  ContributionId,
  EventId,
  ObjectiveId,
  PerimeterId,
  PersonId,
  PlanId,
  SeriesId
} from '#shared/ids.ts';
import type { NamedStructure, SheetPlace, SheetVisibility } from './model.ts';

/** After Territoires en Transitions. « En retard » is not chosen: it is read from the dates. */
export const SHEET_STATUSES = [
  'to-discuss',
  'upcoming',
  'ongoing',
  'paused',
  'blocked',
  'done',
  'dropped'
] as const;
export type SheetStatus = (typeof SHEET_STATUSES)[number];
export const SHEET_STATUS_LABELS: Record<SheetStatus, string> = {
  'to-discuss': 'À discuter',
  upcoming: 'À venir',
  ongoing: 'En cours',
  paused: 'En pause',
  blocked: 'Bloquée',
  done: 'Réalisée',
  dropped: 'Abandonnée'
};

export const PRIORITIES = ['low', 'medium', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const PRIORITY_LABELS: Record<Priority, string> = {
  low: 'Basse',
  medium: 'Moyenne',
  high: 'Élevée'
};

export const STEP_STATUSES = ['todo', 'doing', 'done', 'dropped'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];
export const STEP_STATUS_LABELS: Record<StepStatus, string> = {
  todo: 'À faire',
  doing: 'En cours',
  done: 'Faite',
  dropped: 'Abandonnée'
};

/** Heading key → its items, in order: one paragraph or one line of a list each. */
export type SheetTexts = Readonly<Record<string, readonly string[]>>;

/** Who pilots, or is a partner: as it is written, and who that is when it is known. */
export interface SheetActor {
  readonly label: string;
  readonly structure: NamedStructure | null;
  readonly person: { readonly id: PersonId; readonly name: string } | null;
}

/** What another plan says that the sheet leans on. */
export interface PartnerResource {
  /** « PTS ». */
  readonly planLabel: string;
  /** « Axe 3 : … », « Volet ambulatoire »; or nothing. */
  readonly part: string;
  /** « Action 2.1 : … »; or nothing. */
  readonly action: string;
  /** Code of the vocabulary of acronyms. */
  readonly acronym: string | null;
  /** Where it is in Maillage, when it is. */
  readonly targetPlan: {
    readonly id: PlanId;
    readonly slug: string;
    readonly title: string;
  } | null;
  readonly targetSheet: {
    readonly id: ActionSheetId;
    readonly planSlug: string;
    readonly slug: string;
    readonly title: string;
  } | null;
}

/** What is shared here, that a sheet may be linked to. */
export const LINKED_NATURES = ['project', 'experience', 'document'] as const;
export type LinkedNature = (typeof LINKED_NATURES)[number];

export type SheetLink =
  | { readonly kind: 'event'; readonly id: EventId; readonly slug: string; readonly title: string }
  | {
      readonly kind: 'series';
      readonly id: SeriesId;
      readonly slug: string;
      readonly title: string;
    }
  | { readonly kind: 'structure'; readonly structure: NamedStructure }
  | {
      readonly kind: 'contribution';
      readonly id: ContributionId;
      readonly nature: LinkedNature;
      /** '' as it is kept: it is read again for each reader, so that no version says what is hidden, or erased, since. */
      readonly title: string;
    }
  | {
      readonly kind: LinkedNature;
      readonly title: string;
      readonly url: string;
    };

export interface Step {
  readonly id: number;
  readonly title: string;
  /** A civil day. */
  readonly dueOn: string | null;
  readonly status: StepStatus;
  readonly doneOn: string | null;
  readonly responsible: string;
  readonly renewsYearly: boolean;
  readonly version: number;
}

export interface FundingLine {
  readonly funder: string;
  readonly structure: NamedStructure | null;
  /** Null: for the whole of the plan. */
  readonly year: number | null;
  /** In cents; null: not known. */
  readonly planned: number | null;
  readonly actual: number | null;
  readonly note: string;
  readonly renewsYearly: boolean;
}

/** What lists, trees and dashboards show of a sheet. */
export interface SheetSummary {
  readonly id: ActionSheetId;
  readonly place: SheetPlace;
  /** « 28 »; its address is its slug. */
  readonly number: string;
  readonly code: string;
  readonly slug: string;
  readonly title: string;
  readonly axis: AxisId | null;
  readonly objective: ObjectiveId | null;
  readonly status: SheetStatus;
  readonly priority: Priority | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly renewsYearly: boolean;
  readonly visibility: SheetVisibility;
  readonly pilots: readonly SheetActor[];
  readonly partners: readonly SheetActor[];
  /** Codes. */
  readonly themes: readonly string[];
  readonly perimeter: PerimeterId | null;
  /** In their order. */
  readonly steps: readonly Step[];
  readonly funding: readonly FundingLine[];
  readonly updatedAt: Date;
  readonly version: number;
}

export interface ActionSheet extends SheetSummary {
  readonly texts: SheetTexts;
  readonly resources: readonly PartnerResource[];
  readonly links: readonly SheetLink[];
  /** What an import could not place. */
  readonly remainder: string;
  /** Somebody says that it speaks of a person: its texts are withheld until somebody else reads them again. */
  readonly textsHidden: boolean;
}

/** « fiche 28 (3.3.3) », « action 3.3.3 ». */
export function nameSheet(
  word: 'fiche' | 'action',
  { number, code }: Pick<SheetSummary, 'number' | 'code'>
): string {
  return code && code !== number ? `${word} ${number} (${code})` : `${word} ${number}`;
}
