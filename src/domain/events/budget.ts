/** What an edition costs and what pays for it, in cents: planned, and once it is known. */
import { z } from 'zod';

export const BUDGET_KINDS = ['expense', 'income'] as const;
export type BudgetKind = (typeof BUDGET_KINDS)[number];
export const BUDGET_KIND_LABELS: Readonly<Record<BudgetKind, string>> = {
  expense: 'Dépenses',
  income: 'Recettes'
};

export interface BudgetLine {
  readonly kind: BudgetKind;
  readonly label: string;
  /** Null: not known yet. */
  readonly plannedCents: number | null;
  readonly actualCents: number | null;
  readonly note: string;
}

/** Somebody who pays, as the budget needs it. */
export interface Funder {
  readonly name: string;
  readonly plannedCents: number | null;
  readonly actualCents: number | null;
}

export interface Amounts {
  readonly planned: number;
  readonly actual: number;
}

export interface BudgetTotals {
  readonly expenses: Amounts;
  /** The lines of income, and what partners give. */
  readonly income: Amounts;
  /** Of the income, what partners give. */
  readonly partners: Amounts;
  /** Income less expenses: below zero, money is lacking. */
  readonly balance: Amounts;
}

/** Adds a budget up. What is not known counts for nothing. */
export function addUp(lines: readonly BudgetLine[], partners: readonly Funder[]): BudgetTotals {
  const expenses = sum(lines.filter(({ kind }) => kind === 'expense'));
  const given = sum(partners);
  const others = sum(lines.filter(({ kind }) => kind === 'income'));
  const income = { planned: given.planned + others.planned, actual: given.actual + others.actual };
  return {
    expenses,
    income,
    partners: given,
    balance: {
      planned: income.planned - expenses.planned,
      actual: income.actual - expenses.actual
    }
  };
}

/** Those who give money, the largest gift first, with its part of what partners give (0 to 1; null when nothing is). */
export function listFunders<T extends Funder>(
  partners: readonly T[]
): { readonly funder: T; readonly cents: number; readonly part: number | null }[] {
  const giving = partners
    .filter(({ plannedCents, actualCents }) => plannedCents !== null || actualCents !== null)
    .map((funder) => ({ funder, cents: funder.actualCents ?? funder.plannedCents ?? 0 }));
  const total = giving.reduce((all, { cents }) => all + cents, 0);
  return giving
    .toSorted((a, b) => b.cents - a.cents)
    .map((one) => ({ ...one, part: total > 0 ? one.cents / total : null }));
}

function sum(amounts: readonly Omit<Funder, 'name'>[]): Amounts {
  return {
    planned: amounts.reduce((all, { plannedCents }) => all + (plannedCents ?? 0), 0),
    actual: amounts.reduce((all, { actualCents }) => all + (actualCents ?? 0), 0)
  };
}

/** More than any Journée: a slip of the keyboard. */
const MOST_CENTS = 1_000_000_000;

/**
 * An amount as people type it: « 1 500 », « 1500,50 € », « 1.500,50 ».
 * @returns cents; null for nothing typed; undefined when it cannot be read.
 */
export function readAmount(typed: string): number | null | undefined {
  const bare = typed.replace(/[\s\u00a0\u202f€]/g, '');
  if (bare === '') return null;
  // A dot before three figures parts the thousands; before one or two, the cents.
  const plain = bare.replace(/\.(?=\d{3}(\D|$))/g, '').replace(',', '.');
  if (!/^\d{1,8}(\.\d{1,2})?$/.test(plain)) return undefined;
  const [whole, cents = ''] = plain.split('.');
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}

/** An amount as a form sends it. */
export const amount = z
  .string()
  .default('')
  .transform((typed, context) => {
    const cents = readAmount(typed);
    if (cents !== undefined && (cents ?? 0) <= MOST_CENTS) return cents;
    context.addIssue({
      code: 'custom',
      message: cents === undefined ? 'un montant comme 1 500 ou 1 500,50' : '10 millions au plus'
    });
    return z.NEVER;
  });

/** An amount as it is typed again: 150050 → « 1 500,50 ». */
export function typedAmount(cents: number | null): string {
  if (cents === null) return '';
  return (cents / 100).toLocaleString('fr-FR', {
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
    maximumFractionDigits: 2
  });
}

/** « 1 500 € », « −499,50 € »; a dash where it is not known. */
export function formatAmount(cents: number | null): string {
  if (cents === null) return '—';
  return `${cents < 0 ? '−' : ''}${typedAmount(Math.abs(cents))}\u00a0€`;
}

export const budgetLineInput = z.object({
  kind: z.enum(BUDGET_KINDS),
  label: z.string().trim().min(1, 'dites de quoi il s’agit').max(160, '160 caractères au plus'),
  plannedCents: amount,
  actualCents: amount,
  note: z.string().trim().max(300, '300 caractères au plus').default('')
});

export const MOST_LINES = 100;
export const budgetInput = z.array(budgetLineInput).max(MOST_LINES, `${MOST_LINES} lignes au plus`);
