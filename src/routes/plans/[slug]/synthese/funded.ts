import { actorKey } from '#domain/plans/filtering.ts';
import type { FundingLine, SheetSummary } from '#domain/plans/sheet.ts';

/** The sheets that somebody funds, and what that gives; all of them when nobody is chosen. */
export function fundedBy(
  sheets: readonly SheetSummary[],
  funder: string | null
): { readonly sheets: readonly SheetSummary[]; readonly lines: readonly FundingLine[] } {
  if (funder === null) return { sheets, lines: sheets.flatMap(({ funding }) => funding) };
  const isTheirs = ({ funder: label, structure }: FundingLine) =>
    actorKey({ label, structure }) === funder;
  return {
    sheets: sheets.filter(({ funding }) => funding.some(isTheirs)),
    lines: sheets.flatMap(({ funding }) => funding.filter(isTheirs))
  };
}
