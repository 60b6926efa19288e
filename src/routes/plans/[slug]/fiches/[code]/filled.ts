import type { Heading } from '#domain/plans/headings.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import type { ShownResource, ShownActor } from '#domain/plans/reading.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';

/** A sheet as its page shows it. */
export interface PageSheet extends Pick<
  ActionSheet,
  'texts' | 'steps' | 'funding' | 'renewsYearly'
> {
  readonly pilots: readonly ShownActor[];
  readonly partners: readonly ShownActor[];
  readonly resources: readonly ShownResource[];
  readonly indicators: readonly FollowedIndicator[];
}

/** Whether a heading has something to show, in words or in rows. */
export function isFilled({ key }: Heading, sheet: PageSheet): boolean {
  if ((sheet.texts[key]?.length ?? 0) > 0) return true;
  const rows: Readonly<Record<string, number>> = {
    pilots: sheet.pilots.length,
    partners: sheet.partners.length,
    resources: sheet.resources.length,
    funding: sheet.funding.length,
    indicators: sheet.indicators.length,
    schedule: sheet.steps.length + (sheet.renewsYearly ? 1 : 0)
  };
  return (rows[key] ?? 0) > 0;
}
