import { expect, test } from 'vitest';
import { timelineOf, yearsOf } from './timeline.ts';

const sheet = (startsOn: string | null, endsOn: string | null) => ({
  ...{ startsOn, endsOn, status: 'ongoing' as const, steps: [] }
});

test('a sheet of a whole year fills its year', () => {
  const { rows, years } = timelineOf(
    [sheet('2026-01-01', '2026-12-31')],
    [2026, 2027],
    '2026-01-01'
  );
  expect(rows[0]?.bar).toEqual({ from: 0, to: 50, openStart: false, openEnd: false });
  expect(years).toEqual([
    { year: 2026, from: 0 },
    { year: 2027, from: 50 }
  ]);
});

test('an end that is not said is that of the plan, and says so; nothing said draws nothing', () => {
  const { rows } = timelineOf(
    [sheet('2027-01-01', null), sheet(null, null)],
    [2026, 2027],
    '2026-01-01'
  );
  expect(rows[0]?.bar).toEqual({ from: 50, to: 100, openStart: false, openEnd: true });
  expect(rows[1]?.bar).toBeNull();
});

test('today is drawn only within the years of the plan', () => {
  expect(timelineOf([], [2026], '2026-01-01').today).toBe(0);
  expect(timelineOf([], [2026], '2027-01-01').today).toBeNull();
});

test('steps of other years than those of the plan are on the line', () => {
  const step = {
    ...{ id: 1, title: 'Évaluer', dueOn: '2031-03-01', status: 'todo' as const, doneOn: null },
    ...{ responsible: '', renewsYearly: false, version: 1 }
  };
  expect(yearsOf([{ ...sheet('2026-02-01', null), steps: [step] }])).toEqual([2026, 2031]);
});
