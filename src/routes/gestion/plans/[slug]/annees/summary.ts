/** What the page of years says beside what closing does: what would be kept, and what is not known yet. */
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';

export interface YearSummary {
  /** Computed values that would be kept. */
  readonly kept: number;
  /** Values written by hand, which stay. */
  readonly written: number;
  /** Indicators without a value: the year would be closed without. */
  readonly missing: readonly {
    readonly id: number;
    readonly label: string;
    /** Slug of its sheet; null: of the plan. */
    readonly sheet: string | null;
  }[];
  /** Steps of the year that are neither done nor dropped: they stay. */
  readonly undone: number;
  /** Lines of funding of the year without their actual amount: they would be archived so. */
  readonly unpaid: readonly {
    readonly slug: string;
    readonly number: string;
    readonly count: number;
  }[];
}

export function summarise(
  year: number,
  sheets: readonly SheetSummary[],
  indicators: readonly FollowedIndicator[]
): YearSummary {
  const slugs = new Map(sheets.map(({ id, slug }) => [id, slug]));
  const values = indicators.map((indicator) => ({
    indicator,
    value: indicator.values.find((one) => one.year === year)
  }));
  const known = values.filter(({ value }) => value !== undefined && value.value !== null);
  const steps = sheets.flatMap((sheet) => sheet.steps);
  return {
    kept: known.filter(({ value }) => value?.origin === 'computed').length,
    written: known.filter(({ value }) => value?.origin === 'manual').length,
    missing: values
      .filter(({ value }) => value?.value === null)
      .map(({ indicator: { id, label, sheet } }) => ({
        ...{ id, label, sheet: sheet === null ? null : (slugs.get(sheet) ?? null) }
      })),
    undone: steps.filter(
      ({ dueOn, status }) =>
        dueOn?.startsWith(`${year}-`) && status !== 'done' && status !== 'dropped'
    ).length,
    unpaid: sheets
      .map(({ slug, number, funding }) => ({
        ...{ slug, number },
        count: funding.filter((line) => line.year === year && line.actual === null).length
      }))
      .filter(({ count }) => count > 0)
  };
}
