import { describe, expect, test } from 'vitest';
import { instantOf } from '#shared/dates.ts';
import {
  civilWhen,
  moveHalfDays,
  proposeHalfDays,
  shiftInstant,
  slugOf,
  type CivilWhen
} from './edition.ts';

const PARIS = 'Europe/Paris';
const labels = (start: string, end: string) =>
  proposeHalfDays({ start, end }).map(({ label }) => label);

describe('the half-days that dates propose', () => {
  test.each([
    ['2027-03-18T09:00', '2027-03-18T17:00', ['Jeudi matin', 'Jeudi après-midi']],
    ['2027-03-18T09:00', '2027-03-18T12:30', ['Jeudi matin']],
    ['2027-03-18T14:00', '2027-03-18T17:00', ['Jeudi après-midi']],
    ['2027-03-18T12:00', '2027-03-18T14:00', ['Jeudi après-midi']],
    ['2027-03-18T18:30', '2027-03-18T21:00', ['Jeudi soir']],
    [
      '2027-03-18T14:00',
      '2027-03-20T12:00',
      ['Jeudi après-midi', 'Vendredi matin', 'Vendredi après-midi', 'Samedi matin']
    ]
  ])('from %s to %s', (start, end, expected) => {
    expect(labels(start, end)).toEqual(expected);
  });

  test('say the date when the same weekday comes back', () => {
    expect(labels('2027-03-18T09:00', '2027-03-25T12:00')).toContain('Jeudi 25 mars matin');
  });

  test('fill the edition without a gap at midday', () => {
    const [morning, afternoon] = proposeHalfDays({
      start: '2027-03-18T09:00',
      end: '2027-03-18T17:00'
    });
    expect(morning?.end).toBe(afternoon?.start);
  });
});

describe('moving', () => {
  test('keeps the hour of the clock across both changes of hour', () => {
    const march = instantOf('2027-03-18T09:00', PARIS);
    const april = shiftInstant(march, 28, PARIS);
    expect(april.toISOString()).toBe('2027-04-15T07:00:00.000Z');
    expect(shiftInstant(april, -28, PARIS)).toEqual(march);
  });

  test('keeps the hour in a zone of the overseas', () => {
    const moved = shiftInstant(
      instantOf('2027-03-18T09:00', 'Indian/Reunion'),
      28,
      'Indian/Reunion'
    );
    expect(civilWhen({ startsAt: moved, endsAt: moved, timeZone: 'Indian/Reunion' })?.start).toBe(
      '2027-04-15T09:00'
    );
  });

  const halves = (when: CivilWhen) =>
    proposeHalfDays(when).map(({ label, start, end }, at) => ({
      ...{ id: at + 1, label, startsAt: instantOf(start, PARIS), endsAt: instantOf(end, PARIS) }
    }));
  const thursday = { start: '2027-03-18T09:00', end: '2027-03-18T17:00' };

  test('to other hours of the same day changes the hours of the half-days and nothing else', () => {
    const later = { start: '2027-03-18T10:00', end: '2027-03-18T16:00' };
    const { update, create, remove } = moveHalfDays(halves(thursday), thursday, later, PARIS);
    expect(update.map(({ id, start }) => [id, start])).toEqual([
      [1, '2027-03-18T10:00'],
      [2, '2027-03-18T13:00']
    ]);
    expect([create, remove]).toEqual([[], []]);
  });

  test('to a shorter edition takes off the half-day that is no more', () => {
    const morning = { start: '2027-03-19T09:00', end: '2027-03-19T12:00' };
    expect(moveHalfDays(halves(thursday), thursday, morning, PARIS)).toMatchObject({
      update: [{ id: 1, label: 'Vendredi matin' }],
      remove: [2],
      create: []
    });
  });

  test('keeps what somebody wrote, and adds nothing to it', () => {
    const written = [{ ...halves(thursday)[0]!, label: 'Accueil et plénière' }];
    const friday = { start: '2027-03-19T09:00', end: '2027-03-19T17:00' };
    expect(moveHalfDays(written, thursday, friday, PARIS)).toEqual({
      update: [
        {
          ...{ id: 1, label: 'Accueil et plénière' },
          start: '2027-03-19T09:00',
          end: '2027-03-19T13:00'
        }
      ],
      create: [],
      remove: []
    });
  });
});

describe('an address', () => {
  test.each([
    ['Journée départementale', '2027', 'journee-departementale-2027'],
    ['Journée départementale 2027', '2027', 'journee-departementale-2027'],
    ['Se revoir', null, 'se-revoir'],
    ['Séries', null, 'series-rencontre'],
    ['!!!', null, 'rencontre']
  ])('of « %s » in %s is %s', (title, year, slug) => {
    expect(slugOf(title, year)).toBe(slug);
  });
});
