import { describe, expect, test } from 'vitest';
import type { Axis } from '#domain/plans/model.ts';
import type { AxisId, ObjectiveId } from '#shared/ids.ts';
import { groupLines, openAxis, placeValue, readPlace, type Line } from './tree.ts';

const axis = (id: number): Axis => ({
  ...{ id: id as AxisId, number: String(id), title: `Axe ${id}`, summary: '' },
  objectives: [{ id: (id * 10) as ObjectiveId, number: `${id}.1`, title: 'Un', summary: '' }]
});
const line = (id: number, place: Pick<Line, 'axis' | 'objective'>): Line => ({
  ...{ id, number: String(id), code: '', slug: String(id), title: 'Une fiche', pilots: [] },
  ...{ status: 'upcoming', ...place }
});

describe('the tree', () => {
  test('keeps sheets of an axis apart from those of its objectives, and from those of none', () => {
    const linesOf = groupLines([
      line(1, { axis: 1, objective: null }),
      line(2, { axis: 1, objective: 10 }),
      line(3, { axis: null, objective: null })
    ]);
    expect(linesOf(1, null).map(({ id }) => id)).toEqual([1]);
    expect(linesOf(1, 10).map(({ id }) => id)).toEqual([2]);
    expect(linesOf(null, null).map(({ id }) => id)).toEqual([3]);
  });

  test('is shown whole, until it is too long: then the axis asked, touched, or the first', () => {
    const axes = [axis(1), axis(2)];
    const few = [line(1, { axis: 1, objective: 10 })];
    expect(openAxis({ axes, sheets: few }, { asked: 0, touched: '' })).toBeNull();
    const sheets = Array.from({ length: 500 }, (_, at) =>
      line(at + 1, { axis: at < 250 ? 1 : 2, objective: null })
    );
    const open = (asked: number, touched: string) => openAxis({ axes, sheets }, { asked, touched });
    expect(open(0, '')).toBe(1);
    expect(open(2, '')).toBe(2);
    expect(open(0, 'fiche-400')).toBe(2);
    expect(open(0, 'objectif-20')).toBe(2);
    expect(open(0, 'axe-2')).toBe(2);
    expect(open(1, 'axe-2')).toBe(1);
  });
});

test('a place is read as it was written', () => {
  for (const place of [
    { axis: 3 as AxisId, objective: null },
    { axis: null, objective: 5 as ObjectiveId },
    { axis: null, objective: null }
  ])
    expect(readPlace(placeValue(place))).toEqual(place);
});
