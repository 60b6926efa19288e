/** What changes in the funding of a sheet: its sums are in `money.ts`. */
import type { FundingLine } from './sheet.ts';

/** Year after year, what is for the whole of the plan last; in a year, as they were written. */
export function inOrder<T extends Pick<FundingLine, 'year'>>(lines: readonly T[]): T[] {
  const rank = ({ year }: T) => year ?? 9999;
  return lines.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether the same is said, in the same order. */
export function isSameFunding(one: readonly FundingLine[], other: readonly FundingLine[]): boolean {
  const [before, after] = [inOrder(one), inOrder(other)];
  return (
    before.length === after.length && before.every((line, at) => said(line) === said(after[at]!))
  );
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
