import { describe, expect, it } from 'vitest';
import {
  comingDays,
  isValidOpeningHours,
  openingStatus,
  openingText,
  zoneOfDepartement
} from './opening.ts';

const OFFICE = 'Mo-Fr 09:00-12:30,13:30-17:00; PH off';
const PARIS = 'Europe/Paris';

describe('opening hours', () => {
  it('says until when it is open, in the civil time of the structure', () => {
    expect(openingStatus(OFFICE, new Date('2026-11-20T10:00:00Z'), PARIS)).toEqual({
      state: 'open',
      until: '2026-11-20T12:30'
    });
  });

  it('says when it opens again, over a week-end', () => {
    expect(openingStatus(OFFICE, new Date('2026-11-20T16:30:00Z'), PARIS)).toEqual({
      state: 'closed',
      opensAt: '2026-11-23T09:00'
    });
  });

  it('knows the French public holidays', () => {
    expect(openingStatus(OFFICE, new Date('2026-12-25T10:00:00Z'), PARIS)).toEqual({
      state: 'closed',
      opensAt: '2026-12-28T09:00'
    });
  });

  it('reads the same hours an hour earlier in universal time once summer has come', () => {
    const justOpened = new Date('2026-07-01T07:00:00Z');
    expect(openingStatus(OFFICE, justOpened, PARIS).state).toBe('open');
    expect(openingStatus(OFFICE, new Date('2026-12-01T07:00:00Z'), PARIS).state).toBe('closed');
  });

  it('is open in Saint-Denis when it is still night in Paris', () => {
    const night = new Date('2026-11-20T05:30:00Z');
    expect(openingStatus(OFFICE, night, zoneOfDepartement('974')).state).toBe('open');
    expect(openingStatus(OFFICE, night, zoneOfDepartement('29')).state).toBe('closed');
  });

  it('never closes when it is open day and night', () => {
    expect(openingStatus('24/7', new Date('2026-12-25T03:00:00Z'), PARIS)).toEqual({
      state: 'open',
      until: null
    });
  });

  it('does not guess what it cannot read', () => {
    expect(openingStatus('le matin sauf exception', new Date(), PARIS)).toEqual({
      state: 'unknown'
    });
    expect(openingStatus('', new Date(), PARIS)).toEqual({ state: 'unknown' });
    expect(isValidOpeningHours('le matin sauf exception')).toBe(false);
    expect(isValidOpeningHours(OFFICE)).toBe(true);
  });
});

describe('opening hours in words', () => {
  const today = '2026-11-20T11:00';
  it.each([
    [{ state: 'open', until: '2026-11-20T17:00' }, 'Ouvert jusqu’à 17\u00a0h'],
    [{ state: 'open', until: '2026-11-20T12:30' }, 'Ouvert jusqu’à 12\u00a0h\u00a030'],
    [{ state: 'open', until: null }, 'Ouvert en permanence'],
    [
      { state: 'closed', opensAt: '2026-11-20T13:30' },
      'Fermé, ouvre aujourd’hui à 13\u00a0h\u00a030'
    ],
    [{ state: 'closed', opensAt: '2026-11-21T09:00' }, 'Fermé, ouvre demain à 9\u00a0h'],
    [{ state: 'closed', opensAt: '2026-11-23T09:00' }, 'Fermé, ouvre lundi à 9\u00a0h'],
    [{ state: 'closed', opensAt: '2026-12-28T09:00' }, 'Fermé, ouvre lundi 28 décembre à 9\u00a0h'],
    [{ state: 'unknown' }, null]
  ] as const)('%j reads « %s »', (status, text) => {
    expect(openingText(status, today)).toBe(text);
  });
});

describe('the days to come', () => {
  it('lists seven days, the public holiday closed', () => {
    const days = comingDays(OFFICE, new Date('2026-12-24T10:00:00Z'), PARIS)!;
    expect(days.map((one) => [one.day, one.intervals.length])).toEqual([
      ['aujourd’hui', 2],
      ['demain', 0],
      ['samedi', 0],
      ['dimanche', 0],
      ['lundi', 2],
      ['mardi', 2],
      ['mercredi', 2]
    ]);
    expect(days[0]!.intervals[0]).toBe('9\u00a0h – 12\u00a0h\u00a030');
  });

  it('says « jour et nuit » rather than 0 h – 0 h', () => {
    expect(comingDays('24/7', new Date('2026-12-24T10:00:00Z'), PARIS)![0]!.intervals).toEqual([
      'jour et nuit'
    ]);
  });
});
