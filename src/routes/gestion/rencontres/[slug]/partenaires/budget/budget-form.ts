/** The rows of a budget as they are typed: those of each kind, and empty ones to fill. */
import {
  BUDGET_KIND_LABELS,
  BUDGET_KINDS,
  budgetLineInput,
  MOST_LINES,
  typedAmount,
  type BudgetKind,
  type BudgetLine
} from '#domain/events/budget.ts';

export interface TypedLine {
  readonly kind: BudgetKind;
  readonly label: string;
  readonly planned: string;
  readonly actual: string;
  readonly note: string;
}

/** Rows to fill, besides those that are there. */
const EMPTY_ROWS = 2;

/** What is kept, as it is typed, with empty rows after those of each kind. */
export function rowsOf(lines: readonly BudgetLine[]): TypedLine[] {
  const typed = lines.map(({ kind, label, plannedCents, actualCents, note }) => ({
    ...{ kind, label, note },
    ...{ planned: typedAmount(plannedCents), actual: typedAmount(actualCents) }
  }));
  return BUDGET_KINDS.flatMap((kind) => [
    ...typed.filter((row) => row.kind === kind),
    ...Array.from({ length: EMPTY_ROWS }, () => emptyRow(kind))
  ]);
}

const emptyRow = (kind: BudgetKind): TypedLine => ({
  ...{ kind, label: '', planned: '', actual: '', note: '' }
});

/** What was sent, empty rows included, so that a refused form comes back as it was. */
export function readRows(form: FormData): TypedLine[] {
  const all = (name: string) => form.getAll(name).map(String);
  const [kinds, labels, planned, actual, notes] = [
    ...[all('nature'), all('libelle'), all('prevu'), all('reel'), all('note')]
  ] as [string[], string[], string[], string[], string[]];
  return kinds.slice(0, MOST_LINES + 2 * EMPTY_ROWS).map((kind, at) => ({
    kind: kind === 'income' ? 'income' : 'expense',
    label: (labels[at] ?? '').trim(),
    planned: (planned[at] ?? '').trim(),
    actual: (actual[at] ?? '').trim(),
    note: (notes[at] ?? '').trim()
  }));
}

const NAMES: Readonly<Record<string, string>> = {
  label: 'libelle',
  plannedCents: 'prevu',
  actualCents: 'reel',
  note: 'note'
};

/** A row emptied is a line removed. The messages are by field and row: « libelle-2 ». */
export function readBudget(
  rows: readonly TypedLine[]
): { ok: true; lines: BudgetLine[] } | { ok: false; errors: Record<string, string> } {
  const lines: BudgetLine[] = [];
  const errors: Record<string, string> = {};
  for (const [at, row] of rows.entries()) {
    if (row.label + row.planned + row.actual + row.note === '') continue;
    const read = budgetLineInput.safeParse({
      ...row,
      ...{ plannedCents: row.planned, actualCents: row.actual }
    });
    if (read.success) lines.push(read.data);
    else
      for (const { path, message } of read.error.issues)
        errors[`${NAMES[String(path[0])]}-${at}`] ??=
          `${row.label || BUDGET_KIND_LABELS[row.kind]}\u00a0: ${message}`;
  }
  if (lines.length > MOST_LINES) errors['libelle-0'] = `${MOST_LINES} lignes au plus`;
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, lines };
}
