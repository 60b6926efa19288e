/** What waits for somebody on the sheets that she pilots. */
import type { ActionSheetId, PersonId, PlanId, StructureId } from '#shared/ids.ts';
import { isMissing, type FollowedIndicator } from './indicators.ts';
import { isStepLate } from './progress.ts';
import type { SheetStatus, Step } from './sheet.ts';

/** A sheet with what its pilots have to know of it. */
export interface PilotedSheet {
  readonly id: ActionSheetId;
  readonly number: string;
  readonly code: string;
  readonly slug: string;
  readonly title: string;
  readonly status: SheetStatus;
  readonly plan: {
    readonly id: PlanId;
    readonly slug: string;
    readonly shortTitle: string;
    readonly sheetWord: 'fiche' | 'action';
  };
  readonly pilots: {
    readonly persons: readonly PersonId[];
    readonly structures: readonly { readonly id: StructureId; readonly name: string }[];
  };
  readonly steps: readonly Step[];
  /** Proposals that wait for an answer. */
  readonly proposals: number;
}

/** A value that somebody has to give. */
export interface MissingValue {
  readonly label: string;
  readonly year: number;
}

/** What waits on one sheet. */
export interface Waiting {
  readonly sheet: PilotedSheet;
  readonly lateSteps: readonly Step[];
  readonly missing: readonly MissingValue[];
}

/** What is decided not to be done, or not now, urges nobody. */
const AT_REST: readonly SheetStatus[] = ['paused', 'dropped'];

/**
 * What waits on a sheet. Values that are computed lack for reasons of their own, which their page tells: only those that
 * somebody writes are asked for. @param today - a civil day.
 */
export function waitingOn(
  sheet: PilotedSheet,
  indicators: readonly Pick<FollowedIndicator, 'sheet' | 'label' | 'binding' | 'values'>[],
  today: string
): Waiting {
  if (AT_REST.includes(sheet.status)) return { sheet, lateSteps: [], missing: [] };
  const own = indicators.filter((one) => one.sheet === sheet.id && one.binding === null);
  return {
    sheet,
    lateSteps: sheet.status === 'done' ? [] : sheet.steps.filter((step) => isStepLate(step, today)),
    missing: own.flatMap(({ label, values }) =>
      values.filter(isMissing).map(({ year }) => ({ label, year }))
    )
  };
}

/** Whether it is worth writing to somebody about. */
export function urges({ lateSteps, missing }: Waiting): boolean {
  return lateSteps.length > 0 || missing.length > 0;
}
