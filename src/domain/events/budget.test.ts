import { describe, expect, test } from 'vitest';
import { addUp, amount, formatAmount, listFunders, readAmount, typedAmount } from './budget.ts';
import type { BudgetLine } from './budget.ts';

const line = (kind: 'expense' | 'income', planned: number | null, actual: number | null) =>
  ({ kind, label: 'x', plannedCents: planned, actualCents: actual, note: '' }) satisfies BudgetLine;

describe('an amount', () => {
  test.each([
    ['1 500', 150_000],
    ['1\u202f500,50\u00a0€', 150_050],
    ['1500.5', 150_050],
    ['1.500', 150_000],
    ['1.500,50', 150_050],
    ['0', 0],
    ['', null]
  ])('« %s » is read as %s cents', (typed, cents) => {
    expect(readAmount(typed)).toBe(cents);
  });

  test.each(['mille', '-5', '1,234', '1,5,5', '99999999999', '1e5'])(
    '« %s » is not one',
    (typed) => {
      expect(amount.safeParse(typed).success).toBe(false);
    }
  );

  test('is typed again as it is read, for every number of cents', () => {
    for (const cents of [0, 1, 50, 99, 100, 101, 999_999, 123_456_789])
      expect(readAmount(typedAmount(cents))).toBe(cents);
  });

  test('is a whole number of cents: ten dimes make an euro', () => {
    const dimes = Array.from({ length: 10 }, () => line('income', readAmount('0,10')!, null));
    expect(addUp(dimes, []).income.planned).toBe(100);
  });

  test('that is lacking has the sign of a minus, and one that is unknown has a dash', () => {
    expect(formatAmount(-49_950)).toBe('−499,50\u00a0€');
    expect(formatAmount(null)).toBe('—');
  });
});

test('the balance counts what partners give with the other income, planned and actual apart', () => {
  const lines = [line('expense', 800_000, 790_000), line('income', 100_000, null)];
  const partners = [
    { name: 'Département', plannedCents: 450_000, actualCents: 450_000 },
    { name: 'Lycée', plannedCents: null, actualCents: null }
  ];
  expect(addUp(lines, partners)).toEqual({
    expenses: { planned: 800_000, actual: 790_000 },
    partners: { planned: 450_000, actual: 450_000 },
    income: { planned: 550_000, actual: 450_000 },
    balance: { planned: -250_000, actual: -340_000 }
  });
});

test('funders come by what they give, what was given before what was planned; who gives no money is not one', () => {
  const funders = listFunders([
    { name: 'A', plannedCents: 100, actualCents: null },
    { name: 'B', plannedCents: 1000, actualCents: 300 },
    { name: 'C', plannedCents: null, actualCents: null }
  ]);
  expect(funders.map(({ funder, cents, part }) => [funder.name, cents, part])).toEqual([
    ['B', 300, 0.75],
    ['A', 100, 0.25]
  ]);
});
