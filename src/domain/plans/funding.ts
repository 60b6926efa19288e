/** What changes in the funding of a sheet: its sums are in `money.ts`. */
import type { FundingLine } from './sheet.ts';

/** Whether the same is said, in the same order. */
export function isSameFunding(one: readonly FundingLine[], other: readonly FundingLine[]): boolean {
  return one.length === other.length && one.every((line, at) => said(line) === said(other[at]!));
}

/** The closed years of which something would change: what a closed year says of money moves no more. */
export function closedYearsTouched(
  before: readonly FundingLine[],
  after: readonly FundingLine[],
  closed: readonly number[]
): number[] {
  const of = (lines: readonly FundingLine[], year: number) =>
    lines
      .filter((line) => line.year === year)
      .map(said)
      .sort()
      .join('\n');
  return closed.filter((year) => of(before, year) !== of(after, year));
}

function said(line: FundingLine): string {
  const { funder, structure, year, planned, actual, note, renewsYearly } = line;
  return JSON.stringify([funder, structure?.id ?? null, year, planned, actual, note, renewsYearly]);
}
