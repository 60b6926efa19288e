import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dueNow, isTooSoon, tellsFrom, weekOf } from './digest.ts';

const at = (text: string) => new Date(text);
/** Monday 23 November 2026, 8 h in Paris. */
const MONDAY = at('2026-11-23T07:00:00Z');

describe('the period that is due', () => {
  test('is named once for a day, a week, a month', () => {
    expect(dueNow('daily', MONDAY)?.name).toBe('2026-11-23');
    expect(dueNow('weekly', MONDAY)?.name).toBe('2026-W48');
    expect(dueNow('monthly', at('2026-12-01T08:00:00Z'))?.name).toBe('2026-12');
    expect(dueNow('none', MONDAY)).toBe(null);
  });

  test('is only due in the morning of Paris, in winter as in summer', () => {
    const due = (instant: string) => dueNow('daily', at(instant)) !== null;
    expect(due('2026-11-23T05:59:00Z')).toBe(false);
    expect(due('2026-11-23T06:00:00Z')).toBe(true);
    expect(due('2026-11-23T09:59:00Z')).toBe(true);
    expect(due('2026-11-23T10:00:00Z')).toBe(false);
    expect(due('2026-07-20T05:00:00Z')).toBe(true);
    expect(due('2026-07-20T04:59:00Z')).toBe(false);
  });

  test('is never a Saturday or a Sunday; a Monday tells what happened since Friday', () => {
    expect(dueNow('daily', at('2026-11-28T07:00:00Z'))).toBe(null);
    expect(dueNow('daily', at('2026-11-29T07:00:00Z'))).toBe(null);
    expect(dueNow('daily', MONDAY)?.since).toEqual(at('2026-11-20T06:00:00Z'));
  });

  test('is never a public holiday; the next working day tells what happened since the one before', () => {
    // 14 July 2027 is a Wednesday; 25 December 2026 a Friday; 28 March 2027 is Easter.
    expect(dueNow('daily', at('2027-07-14T06:00:00Z'))).toBe(null);
    expect(dueNow('daily', at('2027-07-15T06:00:00Z'))?.since).toEqual(at('2027-07-13T05:00:00Z'));
    expect(dueNow('daily', at('2026-12-25T07:00:00Z'))).toBe(null);
    expect(dueNow('daily', at('2026-12-28T07:00:00Z'))?.since).toEqual(at('2026-12-24T06:00:00Z'));
    expect(dueNow('weekly', at('2027-03-29T07:00:00Z'))).toBe(null);
    expect(dueNow('weekly', at('2027-03-30T07:00:00Z'))?.name).toBe('2027-W13');
    expect(dueNow('monthly', at('2027-01-01T08:00:00Z'))).toBe(null);
    expect(dueNow('monthly', at('2027-01-04T08:00:00Z'))?.name).toBe('2027-01');
  });

  test('of every month and week of ten years comes on some day', () => {
    const months = new Set<string>();
    const weeks = new Set<string>();
    let day = Temporal.PlainDate.from('2026-01-05');
    for (; day.year < 2036; day = day.add({ days: 1 })) {
      const now = at(`${day.toString()}T08:00:00Z`);
      for (const [rhythm, told] of [
        ['monthly', months],
        ['weekly', weeks]
      ] as const) {
        const due = dueNow(rhythm, now);
        if (due) told.add(due.name);
      }
    }
    // January 2026 began before the first day that is tried; its 5 is the last that catches up.
    expect(months.size).toBe(120);
    expect(weeks.size).toBe(522);
  });

  test('is caught up on the days that follow, not later', () => {
    expect(dueNow('weekly', at('2026-11-25T07:00:00Z'))?.name).toBe('2026-W48');
    expect(dueNow('weekly', at('2026-11-26T07:00:00Z'))).toBe(null);
    expect(dueNow('monthly', at('2026-11-05T07:00:00Z'))?.name).toBe('2026-11');
    expect(dueNow('monthly', at('2026-11-06T07:00:00Z'))).toBe(null);
  });

  test('the first days of a year are of the week they belong to', () => {
    expect(weekOf('2027-01-01')).toBe('2026-W53');
    expect(weekOf('2027-01-04')).toBe('2027-W01');
  });
});

describe('what a digest tells', () => {
  const period = { name: '2026-W48', since: at('2026-11-16T06:00:00Z') };

  test('begins where the one before ended, and not further than two periods', () => {
    expect(tellsFrom(period, null, MONDAY)).toEqual(period.since);
    const told = at('2026-11-17T08:00:00Z');
    expect(tellsFrom(period, told, MONDAY)).toEqual(told);
    const long = tellsFrom(period, at('2026-01-01T00:00:00Z'), MONDAY);
    expect(long.toISOString()).toBe('2026-11-09T05:00:00.000Z');
  });

  test('leaves once a day at most, even when the rhythm has just been changed', () => {
    expect(isTooSoon(null, MONDAY)).toBe(false);
    expect(isTooSoon(at('2026-11-23T06:10:00Z'), MONDAY)).toBe(true);
    expect(isTooSoon(at('2026-11-20T06:10:00Z'), MONDAY)).toBe(false);
  });
});
