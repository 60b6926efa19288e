import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comingDays } from './opening.ts';
import { isUnfinished, readWeek, writeWeek, type OpeningWeek } from './opening-week.ts';

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const range = fc
  .record({ from: fc.oneof(time, fc.constant('')), to: fc.oneof(time, fc.constant('')) })
  .filter(({ from, to }) => from !== '' || to !== '');
const week: fc.Arbitrary<OpeningWeek> = fc
  .record({
    days: fc.array(fc.array(range, { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
    closedOnHolidays: fc.boolean()
  })
  // Closed all week says nothing of holidays.
  .map((one) => ({ ...one, closedOnHolidays: one.closedOnHolidays && one.days.flat().length > 0 }));

describe('the week that people fill', () => {
  it('any grid is read back as it was written, ranges half typed included', () => {
    fc.assert(
      fc.property(week, (one) => {
        expect(readWeek(writeWeek(one))).toEqual(one);
      })
    );
  });

  it('days alike are said together', () => {
    const day = [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '17:00' }
    ];
    const days = [day, day, day, day, [day[0]!], [], []];
    expect(writeWeek({ days, closedOnHolidays: true })).toBe(
      'Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00; PH off'
    );
  });

  it('texts that others wrote mean the same once written again', () => {
    const texts = [
      'Mo-Fr 9:00-12:00, 14:00-17:00',
      'Mo,We 09:00-12:00; Fr 10:00-11:00',
      'Mo-Fr 09:00-17:00; We off; PH off',
      'Sa-Mo 10:00-12:00'
    ];
    const now = new Date('2026-11-23T08:00:00Z');
    const hours = (text: string) => comingDays(text, now, 'Europe/Paris');
    for (const text of texts) expect(hours(writeWeek(readWeek(text)!))).toEqual(hours(text));
  });

  it('what the grid cannot say stays a text', () => {
    const texts = [
      '24/7',
      'Mo-Fr 08:00-10:00,11:00-12:00,14:00-15:00',
      'Apr-Sep Mo-Fr 09:00-12:00',
      'Mo[1] 09:00-12:00',
      '"sur rendez-vous"',
      'Mo-Fr 09:00-12:00 "sur rendez-vous"',
      'le lundi matin'
    ];
    expect(texts.map(readWeek)).toEqual(texts.map(() => null));
  });

  it('a range without its end, or that ends before it begins, is unfinished', () => {
    expect(['Mo 09:00-', 'Mo -12:00', 'Mo 17:00-09:00'].map(isUnfinished)).toEqual([
      true,
      true,
      true
    ]);
    expect(['', 'Mo 09:00-12:00', 'le lundi'].map(isUnfinished)).toEqual([false, false, false]);
  });
});
