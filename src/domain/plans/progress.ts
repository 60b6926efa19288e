/** How far a sheet has come, and whether it is late: read from its dates and its steps, never chosen. */
import {
  SHEET_STATUSES,
  type SheetStatus,
  type SheetSummary,
  type Step,
  type StepStatus
} from './sheet.ts';

/** Neither done nor dropped, and its day has passed. @param today - a civil day. */
export function isStepLate(
  { dueOn, status }: { readonly dueOn: string | null; readonly status: StepStatus },
  today: string
): boolean {
  return dueOn !== null && dueOn < today && (status === 'todo' || status === 'doing');
}

/** ended: its last day has passed. unbegun: its first day has, and it is still to come. steps: some of its steps are late. */
export type Lateness = 'ended' | 'unbegun' | 'steps';
export const LATENESS_LABELS: Record<Lateness, string> = {
  ended: 'Terme dépassé',
  unbegun: 'Aurait dû commencer',
  steps: 'Étapes en retard'
};

type Dated = Pick<SheetSummary, 'status' | 'startsOn' | 'endsOn' | 'steps'>;

export interface SheetProgress {
  readonly stepsDone: number;
  /** Those dropped are not counted. */
  readonly steps: number;
  readonly lateSteps: readonly Step[];
  /** The gravest reason; null when it is not late. */
  readonly late: Lateness | null;
}

/** Where a sheet stands. What is done, dropped or in a pause that was decided is never late. */
export function progressOf(sheet: Dated, today: string): SheetProgress {
  const kept = sheet.steps.filter(({ status }) => status !== 'dropped');
  const waits = sheet.status === 'done' || sheet.status === 'dropped' || sheet.status === 'paused';
  const lateSteps = waits ? [] : kept.filter((step) => isStepLate(step, today));
  return {
    stepsDone: kept.filter(({ status }) => status === 'done').length,
    steps: kept.length,
    lateSteps,
    late: waits ? null : latenessOf(sheet, lateSteps.length, today)
  };
}

function latenessOf(sheet: Dated, lateSteps: number, today: string): Lateness | null {
  if (sheet.endsOn !== null && sheet.endsOn < today) return 'ended';
  const isToCome = sheet.status === 'upcoming' || sheet.status === 'to-discuss';
  if (isToCome && sheet.startsOn !== null && sheet.startsOn < today) return 'unbegun';
  return lateSteps > 0 ? 'steps' : null;
}

/** The next step to be done, the late ones first; null when none is left. */
export function nextStep(steps: readonly Step[]): Step | null {
  const left = steps.filter(({ status }) => status === 'todo' || status === 'doing');
  const dated = left.filter(({ dueOn }) => dueOn !== null);
  const first = dated.toSorted((a, b) => (a.dueOn! < b.dueOn! ? -1 : 1))[0];
  return first ?? left[0] ?? null;
}

/** What several sheets come to. */
export interface Tally {
  readonly sheets: number;
  /** Only those there are, in the order of `SHEET_STATUSES`. */
  readonly statuses: readonly { readonly status: SheetStatus; readonly count: number }[];
  readonly stepsDone: number;
  readonly steps: number;
  readonly lateSheets: number;
  readonly lateSteps: number;
}

/** Adds up where several sheets stand. @param today - a civil day. */
export function tally(sheets: readonly Dated[], today: string): Tally {
  const each = sheets.map((sheet) => progressOf(sheet, today));
  const sum = (of: (one: SheetProgress) => number) => each.reduce((all, one) => all + of(one), 0);
  return {
    sheets: sheets.length,
    statuses: countStatuses(sheets),
    stepsDone: sum(({ stepsDone }) => stepsDone),
    steps: sum(({ steps }) => steps),
    lateSheets: sum(({ late }) => (late ? 1 : 0)),
    lateSteps: sum(({ lateSteps }) => lateSteps.length)
  };
}

/** How many sheets stand where; only the statuses there are. */
export function countStatuses(
  sheets: readonly { readonly status: SheetStatus }[]
): Tally['statuses'] {
  return SHEET_STATUSES.map((status) => ({
    status,
    count: sheets.filter((sheet) => sheet.status === status).length
  })).filter(({ count }) => count > 0);
}
