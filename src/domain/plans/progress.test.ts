import { describe, expect, test } from 'vitest';
import { nextStep, progressOf, tally } from './progress.ts';
import type { SheetStatus, Step } from './sheet.ts';

const TODAY = '2026-11-22';
let id = 0;
const step = (dueOn: string | null, status: Step['status'] = 'todo'): Step => ({
  ...{ id: (id += 1), title: `Étape ${id}`, dueOn, status, doneOn: null },
  ...{ responsible: '', renewsYearly: false, version: 1 }
});
const sheet = (
  status: SheetStatus,
  steps: readonly Step[] = [],
  dates: [string?, string?] = []
) => ({
  ...{ status, steps, startsOn: dates[0] ?? null, endsOn: dates[1] ?? null }
});

describe('a sheet is late', () => {
  test('when one of its steps was due and is neither done nor dropped', () => {
    const past = '2026-11-21';
    for (const status of ['todo', 'doing'] as const)
      expect(progressOf(sheet('ongoing', [step(past, status)]), TODAY).late).toBe('steps');
    for (const status of ['done', 'dropped'] as const)
      expect(progressOf(sheet('ongoing', [step(past, status)]), TODAY).late).toBeNull();
  });

  test('not on the very day, nor without a day', () => {
    expect(progressOf(sheet('ongoing', [step(TODAY), step(null)]), TODAY).late).toBeNull();
    expect(progressOf(sheet('ongoing', [], [undefined, TODAY]), TODAY).late).toBeNull();
  });

  test('when its last day has passed, or its first while it is still to come', () => {
    expect(progressOf(sheet('ongoing', [], [undefined, '2026-11-21']), TODAY).late).toBe('ended');
    expect(progressOf(sheet('upcoming', [], ['2026-11-21']), TODAY).late).toBe('unbegun');
    expect(progressOf(sheet('ongoing', [], ['2026-11-21']), TODAY).late).toBeNull();
  });

  test('never once it is done, dropped, or in a pause that was decided', () => {
    for (const status of ['done', 'dropped', 'paused'] as const) {
      const progress = progressOf(
        sheet(status, [step('2020-01-01')], [undefined, '2020-01-02']),
        TODAY
      );
      expect(progress).toMatchObject({ late: null, lateSteps: [] });
    }
  });
});

test('dropped steps are not counted', () => {
  const steps = [step(null, 'done'), step(null, 'dropped'), step(null)];
  expect(progressOf(sheet('ongoing', steps), TODAY)).toMatchObject({ stepsDone: 1, steps: 2 });
});

test('the next step is the first that is due, then one without a day, then none', () => {
  const [later, sooner, free] = [step('2027-02-01'), step('2027-01-01'), step(null)];
  expect(nextStep([free, later, sooner])).toBe(sooner);
  expect(nextStep([free, step('2026-01-01', 'done')])).toBe(free);
  expect(nextStep([step('2026-01-01', 'done')])).toBeNull();
});

test('several sheets are added up, with only the statuses there are', () => {
  const late = step('2026-01-01');
  const all = [sheet('ongoing', [late, step(null, 'done')]), sheet('done'), sheet('ongoing')];
  expect(tally(all, TODAY)).toEqual({
    sheets: 3,
    statuses: [
      { status: 'ongoing', count: 2 },
      { status: 'done', count: 1 }
    ],
    ...{ stepsDone: 1, steps: 2, lateSheets: 1, lateSteps: 1 }
  });
});
