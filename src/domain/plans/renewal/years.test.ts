import { describe, expect, test } from 'vitest';
import { addYears, nextYearIn, sameWeekdayIn } from './years.ts';

test('a day moves to the same day of the next year, and a leap day to the one before', () => {
  expect(addYears('2026-03-19', 1)).toBe('2027-03-19');
  expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
});

describe('the same weekday in another year', () => {
  test('is the nearest to the same date', () => {
    expect(sameWeekdayIn(2027, '2026-03-19')).toBe('2027-03-18');
    expect(sameWeekdayIn(2027, '2024-03-21')).toBe('2027-03-18');
  });

  test('is in that year, on that weekday, within a week of the date', () => {
    const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
    for (let at = 0; at < 366; at += 1) {
      const day = new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
      for (const year of [2025, 2026, 2027, 2028]) {
        const moved = sameWeekdayIn(year, day);
        const gap = Math.abs(Date.parse(moved) - Date.parse(addYears(day, year - 2024)));
        expect([Number(moved.slice(0, 4)), weekday(moved)]).toEqual([year, weekday(day)]);
        expect(gap / 86_400_000).toBeLessThanOrEqual(7);
      }
    }
  });
});

describe('words that name the year', () => {
  test('name the next one', () => {
    expect(nextYearIn('Réserver la salle de la Journée 2026', 2026)).toBe(
      'Réserver la salle de la Journée 2027'
    );
    expect(nextYearIn('Saison 2026-2027, puis 2025 – 2026', 2026)).toBe(
      'Saison 2027-2028, puis 2026 – 2027'
    );
  });

  test('keep other years, longer periods and numbers that are no year', () => {
    for (const text of ['CLS 2025-2029', 'CLS 2026-2030', 'Bilan 2024', 'lot 20261', 'tél. 12026'])
      expect(nextYearIn(text, 2026)).toBe(text);
  });
});
