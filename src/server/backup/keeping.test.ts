import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupName, chooseForgotten, type Occasion } from './keeping.ts';

const NOW = new Date('2026-11-23T01:40:00Z');
const KEEPING = { daily: 7, weekly: 4, monthly: 12 };
const DAY_MS = 86_400_000;

const made = (daysAgo: number, occasion: Occasion = 'nuit') => {
  const madeAt = new Date(NOW.getTime() - daysAgo * DAY_MS);
  return { name: backupName(occasion, madeAt), madeAt, occasion };
};
const left = (backups: ReturnType<typeof made>[]) => {
  const forgotten = chooseForgotten(backups, KEEPING, NOW);
  return backups.filter(({ name }) => !forgotten.includes(name));
};

test('a backup a night for two years leaves seven days, four weeks and twelve months', () => {
  const nights = Array.from({ length: 730 }, (_, daysAgo) => made(daysAgo));
  const days = left(nights).map(({ madeAt }) => madeAt.toISOString().slice(0, 10));
  expect(days.slice(0, 7)).toEqual([
    ...['2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18'],
    '2026-11-17'
  ]);
  expect(days.slice(7)).toEqual([
    ...['2026-11-15', '2026-11-08', '2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31'],
    ...['2026-06-30', '2026-05-31', '2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31'],
    '2025-12-31'
  ]);
});

test('what was made before the last three updates is kept, however old', () => {
  const updates = [40, 90, 200, 201].map((daysAgo) => made(daysAgo, 'mise-a-jour'));
  const nights = Array.from({ length: 30 }, (_, daysAgo) => made(daysAgo));
  const kept = left([...nights, ...updates]);
  expect(updates.map((one) => kept.includes(one))).toEqual([true, true, true, false]);
});

test('the newest is always kept, and everything of these last two days', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 900, noNaN: true }), { minLength: 1 }),
      (ages) => {
        const all = [
          ...new Map(ages.map((age) => [backupName('nuit', made(age).madeAt), made(age)])).values()
        ];
        const kept = left(all);
        const newest = all.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())[0]!;
        const recent = all.filter(({ madeAt }) => NOW.getTime() - madeAt.getTime() < 2 * DAY_MS);
        expect(kept).toEqual(expect.arrayContaining([newest, ...recent]));
        // Kept once, kept again: the choice is stable.
        expect(chooseForgotten(kept, KEEPING, NOW)).toEqual([]);
      }
    )
  );
});
