import { describe, expect, test } from 'vitest';
import type { ActionSheetId } from '#shared/ids.ts';
import type { FundingLine, Step } from '../sheet.ts';
import { closableYears, isCarried, renewSheet, yearAfter } from './carrying.ts';

type Renewing = Parameters<typeof renewSheet>[0];

const step = (traits: Partial<Step> = {}): Step => ({
  ...{ id: 1, title: 'Réserver la salle', dueOn: '2026-02-28', status: 'done' },
  ...{ doneOn: '2026-02-20', responsible: 'Salomé', renewsYearly: true, version: 3, ...traits }
});
const line = (traits: Partial<FundingLine> = {}): FundingLine => ({
  ...{ funder: 'ARS', structure: null, year: 2026, planned: 500_000, actual: 480_000 },
  ...{ note: '', renewsYearly: true, ...traits }
});
const sheet = (traits: Partial<Renewing> = {}): Renewing => ({
  ...{ id: 28 as ActionSheetId, number: '28', slug: '28', title: 'Une journée' },
  ...{ status: 'ongoing', startsOn: null, endsOn: null, renewsYearly: true },
  ...{ steps: [], funding: [], ...traits }
});
const renew = (traits: Partial<Renewing>) => renewSheet(sheet(traits), 2026);

describe('a step that comes back', () => {
  test('is due on the same day of the next year, to be done by the same', () => {
    expect(renew({ steps: [step({ title: 'Journée 2026' })] }).steps).toEqual([
      { from: 1, title: 'Journée 2027', dueOn: '2027-02-28', responsible: 'Salomé' }
    ]);
  });

  test('without a day is of the year it was done', () => {
    const undated = step({ dueOn: null });
    expect(renew({ steps: [undated] }).steps).toMatchObject([{ from: 1, dueOn: null }]);
    expect(renew({ steps: [{ ...undated, status: 'todo', doneOn: null }] }).steps).toEqual([]);
  });

  test('does not, dropped, of another year, or said not to', () => {
    const steps = [
      step({ status: 'dropped' }),
      step({ dueOn: '2025-12-31' }),
      step({ dueOn: '2027-01-01' }),
      step({ renewsYearly: false })
    ];
    expect(renew({ steps }).steps).toEqual([]);
  });

  test('that is there already, or was carried before, is not carried again', () => {
    const there = step({ id: 2, dueOn: '2027-03-15', status: 'todo' });
    expect(renew({ steps: [step(), there] }).steps).toEqual([]);
    const before = { steps: [{ from: 1 }], funding: [] };
    expect(renewSheet(sheet({ steps: [step()] }), 2026, before).steps).toEqual([]);
  });

  test('of four of the same name, the three that are not there yet are carried', () => {
    const quarterly = ['03', '06', '09', '12'].map((month, at) =>
      step({ id: at + 1, title: 'Comité de suivi', dueOn: `2026-${month}-15` })
    );
    const there = step({ id: 9, title: 'Comité de suivi', dueOn: '2027-06-20', status: 'todo' });
    const carried = renew({ steps: [...quarterly, there] }).steps;
    expect(carried.map(({ dueOn }) => dueOn)).toEqual(['2027-03-15', '2027-09-15', '2027-12-15']);
    // Carried before, each has its own: a fifth is carried alone.
    const copies = quarterly.map((one) =>
      step({ ...one, id: one.id + 10, dueOn: one.dueOn!.replace('2026', '2027'), status: 'todo' })
    );
    const fifth = step({ id: 5, title: 'Comité de suivi', dueOn: '2026-10-01' });
    const before = { steps: quarterly.map(({ id }) => ({ from: id })), funding: [] };
    const again = sheet({ steps: [...quarterly, ...copies, fifth] });
    expect(renewSheet(again, 2026, before).steps).toMatchObject([{ from: 5 }]);
  });
});

describe('money that comes back', () => {
  test('is planned as it was, and not yet given', () => {
    expect(renew({ funding: [line({ note: 'Convention 2026' })] }).funding).toEqual([
      { funder: 'ARS', structure: null, planned: 500_000, note: 'Convention 2027' }
    ]);
  });

  test('does not, for the whole of the plan, of another year, or said not to', () => {
    const funding = [line({ year: null }), line({ year: 2025 }), line({ renewsYearly: false })];
    expect(renew({ funding }).funding).toEqual([]);
  });

  test('that is there already, or was carried before, is not carried again', () => {
    expect(renew({ funding: [line(), line({ year: 2027, planned: 1 })] }).funding).toEqual([]);
    const before = { steps: [], funding: [{ funder: 'ARS', note: '' }] };
    expect(renewSheet(sheet({ funding: [line()] }), 2026, before).funding).toEqual([]);
  });
});

describe('a sheet that renews', () => {
  test('moves by a year when it lasts one at most', () => {
    expect(renew({ startsOn: '2026-01-01', endsOn: '2026-12-31' }).dates?.to).toEqual({
      ...{ startsOn: '2027-01-01', endsOn: '2027-12-31' }
    });
    expect(renew({ startsOn: '2025-09-01', endsOn: '2026-06-30' }).dates?.to).toEqual({
      ...{ startsOn: '2026-09-01', endsOn: '2027-06-30' }
    });
  });

  test('is prolonged when it began longer ago', () => {
    expect(renew({ startsOn: '2024-01-01', endsOn: '2026-12-31' }).dates?.to).toEqual({
      ...{ startsOn: '2024-01-01', endsOn: '2027-12-31' }
    });
  });

  test('stays where it is when it ends later, or at no said day', () => {
    expect(renew({ startsOn: '2026-01-01', endsOn: '2030-12-31' }).dates).toBeNull();
    expect(renew({ startsOn: '2026-01-01' }).dates).toBeNull();
  });

  test('that was done is to come again', () => {
    expect(renew({ status: 'done' }).status).toEqual({ from: 'done', to: 'upcoming' });
    expect(renew({ status: 'paused' }).status).toBeNull();
  });
});

test('nothing is carried of a sheet that is dropped, nor of one that is done for good', () => {
  const full = { steps: [step()], funding: [line()], endsOn: '2026-12-31' };
  expect(isCarried(renew({ ...full, status: 'dropped' }))).toBe(false);
  expect(isCarried(renew({ ...full, status: 'done', renewsYearly: false }))).toBe(false);
  expect(isCarried(renew({ ...full, status: 'paused', renewsYearly: false }))).toBe(true);
});

describe('the year to close', () => {
  const plan = { startsOn: '2024-03-01', closedYears: [] };

  test('is any until this one as long as none is closed, then the one after the last', () => {
    expect(closableYears(plan, '2026-11-22')).toEqual([2024, 2025, 2026]);
    expect(closableYears({ ...plan, closedYears: [2024] }, '2026-11-22')).toEqual([2025]);
    expect(closableYears({ ...plan, closedYears: [2025, 2026] }, '2026-11-22')).toEqual([]);
    expect(closableYears({ startsOn: '2028-01-01', closedYears: [] }, '2026-11-22')).toEqual([
      2026
    ]);
  });

  test('is followed by another until the plan ends', () => {
    expect(yearAfter({ endsOn: '2029-12-31' }, 2028)).toBe(2029);
    expect(yearAfter({ endsOn: '2029-12-31' }, 2029)).toBeNull();
    expect(yearAfter({ endsOn: null }, 2029)).toBe(2030);
  });
});
