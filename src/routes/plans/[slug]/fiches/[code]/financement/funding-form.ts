/** The lines of funding as they are typed: those that may change, and empty ones to fill. */
import { typedAmount } from '#domain/events/budget.ts';
import {
  fundingLineInput,
  MOST_FUNDING_LINES,
  type FundingLineInput
} from '#domain/plans/forms/funding.ts';
import type { FundingLine } from '#domain/plans/sheet.ts';
import { numberOf, text } from '../../../../../gestion/rencontres/reading.ts';

export interface TypedFunding {
  readonly funder: string;
  /** Slug of the structure chosen in the directory. */
  readonly structure: string;
  readonly year: string;
  readonly planned: string;
  readonly actual: string;
  readonly note: string;
  readonly renewsYearly: boolean;
}

/** Rows to fill, besides those that are there. */
const EMPTY_ROWS = 2;

export function asTyped(line: FundingLine): TypedFunding {
  const { funder, note, renewsYearly } = line;
  return {
    ...{ funder, note, renewsYearly, structure: line.structure?.slug ?? '' },
    ...{ year: line.year === null ? '' : String(line.year) },
    ...{ planned: typedAmount(line.planned), actual: typedAmount(line.actual) }
  };
}

/** What is kept, as it is typed, then empty rows. @param year - proposed for those. */
export function rowsOf(lines: readonly FundingLine[], year: number): TypedFunding[] {
  const empty = {
    ...{ funder: '', structure: '', year: String(year), planned: '', actual: '' },
    ...{ note: '', renewsYearly: false }
  };
  return [...lines.map(asTyped), ...Array.from({ length: EMPTY_ROWS }, () => empty)];
}

/** What was sent, empty rows included, so that a refused form comes back as it was. */
export function readRows(form: FormData): TypedFunding[] {
  const count = Math.min(numberOf(form.get('lignes')), MOST_FUNDING_LINES + EMPTY_ROWS);
  return Array.from({ length: count }, (_, at) => ({
    ...{ funder: text(form, `financeur-${at}`), structure: text(form, `structure-${at}`) },
    ...{ year: text(form, `annee-${at}`), note: text(form, `note-${at}`) },
    ...{ planned: text(form, `prevu-${at}`), actual: text(form, `reel-${at}`) },
    renewsYearly: form.has(`chaque-annee-${at}`)
  }));
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ funder: 'financeur', year: 'annee', planned: 'prevu', actual: 'reel', note: 'note' }
};

/** A row emptied is a line removed. The messages are by field and row: « prevu-2 ». */
export function readFunding(
  rows: readonly TypedFunding[]
): { ok: true; lines: FundingLineInput[] } | { ok: false; errors: Record<string, string> } {
  const lines: FundingLineInput[] = [];
  const errors: Record<string, string> = {};
  for (const [at, row] of rows.entries()) {
    if (row.funder + row.planned + row.actual + row.note === '') continue;
    const read = fundingLineInput.safeParse(row);
    if (read.success) lines.push(read.data);
    else
      for (const { path, message } of read.error.issues)
        errors[`${NAMES[String(path[0])]}-${at}`] ??=
          `${row.funder || `Ligne ${at + 1}`}\u00a0: ${message}`;
  }
  if (lines.length > MOST_FUNDING_LINES)
    errors['financeur-0'] = `${MOST_FUNDING_LINES} lignes au plus`;
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, lines };
}
