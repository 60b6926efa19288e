import { describe, expect, it } from 'vitest';
import { civilTime, formatAge, formatDate, nameDay } from './dates.ts';

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
