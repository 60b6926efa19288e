import { describe, expect, it } from 'vitest';
import {
  addDays,
  civilTime,
  daysBetween,
  formatAge,
  formatDate,
  formatDay,
  formatWhen,
  instantOf,
  nameDay
} from './dates.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('ages', () => {
  it.each([
    ['2026-11-21T08:00:00Z', 'aujourd’hui'],
    ['2026-11-20T08:00:00Z', 'hier'],
    ['2026-11-11T12:00:00Z', 'il y a 10 jours'],
    ['2026-09-10T12:00:00Z', 'il y a 2\u00a0mois'],
    ['2025-09-10T12:00:00Z', 'il y a 14\u00a0mois'],
    ['2023-09-10T12:00:00Z', 'il y a 3\u00a0ans']
  ])('%s is « %s »', (instant, text) => {
    expect(formatAge(new Date(instant), now)).toBe(text);
  });
});

describe('civil times', () => {
  it('reads the clock of the zone, not of the process', () => {
    expect(civilTime(now, 'Europe/Paris')).toBe('2026-11-21T13:00');
    expect(civilTime(now, 'Indian/Reunion')).toBe('2026-11-21T16:00');
    expect(formatDate(new Date('2026-11-21T23:30:00Z'))).toBe('22 novembre 2026');
  });

  it('names near days as a person does', () => {
    expect(nameDay('2026-11-21T09:00', '2026-11-21T08:00')).toBe('aujourd’hui');
    expect(nameDay('2026-11-22T09:00', '2026-11-21T23:00')).toBe('demain');
    expect(nameDay('2026-11-23T09:00', '2026-11-21T23:00')).toBe('lundi');
    expect(nameDay('2026-11-30T09:00', '2026-11-21T23:00')).toBe('lundi 30 novembre');
  });
});

describe('civil time to instant', () => {
  it('knows summer from winter, and France from its islands', () => {
    expect(instantOf('2027-03-18T09:00', 'Europe/Paris').toISOString()).toBe(
      '2027-03-18T08:00:00.000Z'
    );
    expect(instantOf('2027-06-17T09:00', 'Europe/Paris').toISOString()).toBe(
      '2027-06-17T07:00:00.000Z'
    );
    expect(instantOf('2027-06-17T09:00', 'Indian/Reunion').toISOString()).toBe(
      '2027-06-17T05:00:00.000Z'
    );
  });

  it('reads an hour that does not exist as the next, and one that comes twice as the first', () => {
    expect(instantOf('2027-03-28T02:30', 'Europe/Paris').toISOString()).toBe(
      '2027-03-28T01:30:00.000Z'
    );
    expect(instantOf('2027-10-31T02:30', 'Europe/Paris').toISOString()).toBe(
      '2027-10-31T00:30:00.000Z'
    );
  });

  it('counts days across the change of hour', () => {
    expect(addDays('2027-03-27', 2)).toBe('2027-03-29');
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2);
    expect(daysBetween('2027-03-29', '2027-03-27')).toBe(-2);
  });
});

describe('when something takes place', () => {
  it('is one day with its hours, or two days with theirs', () => {
    expect(
      formatWhen(new Date('2026-09-17T07:00:00Z'), new Date('2026-09-17T10:30:00Z'), 'Europe/Paris')
    ).toBe('jeudi 17 septembre 2026, 9\u00a0h\u00a0–\u00a012\u00a0h\u00a030');
    expect(
      formatWhen(new Date('2026-09-17T07:00:00Z'), new Date('2026-09-18T10:30:00Z'), 'Europe/Paris')
    ).toBe(
      'du jeudi 17 septembre 2026, 9\u00a0h, au vendredi 18 septembre 2026, 12\u00a0h\u00a030'
    );
  });
});

it('the first of a month is said so, and no other day that ends with one', () => {
  expect(formatDay('2026-12-01')).toBe('mardi 1er décembre 2026');
  expect(formatDate(new Date('2026-12-01T12:00:00Z'))).toBe('1er décembre 2026');
  expect(nameDay('2026-12-01', '2026-11-01')).toBe('mardi 1er décembre');
  expect(formatDay('2026-12-21')).toBe('lundi 21 décembre 2026');
  expect(formatDate(new Date('2026-12-31T12:00:00Z'))).toBe('31 décembre 2026');
});
