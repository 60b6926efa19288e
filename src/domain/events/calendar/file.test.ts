import { describe, expect, test } from 'vitest';
import { instantOf } from '#shared/dates.ts';
import { readStrictly } from '../../../../tests/support/ical.ts';
import { writeCalendar, type CalendarEntry } from './file.ts';
import { FRENCH_ZONES } from './zones.ts';

const BASE: CalendarEntry = {
  uid: 'rencontre-1.exemple.test',
  sequence: 0,
  status: 'CONFIRMED',
  busy: true,
  title: 'Journée départementale',
  description: 'Se connaître.',
  location: 'Salle des fêtes, Moissac',
  url: 'https://exemple.test/rencontres/journee-2027',
  startsAt: instantOf('2027-03-18T09:00', 'Europe/Paris'),
  endsAt: instantOf('2027-03-18T17:00', 'Europe/Paris'),
  timeZone: 'Europe/Paris',
  changedAt: new Date('2026-11-22T08:00:00.123Z')
};

const between = (zone: string, start: string, end: string): CalendarEntry => ({
  ...BASE,
  timeZone: zone,
  startsAt: instantOf(start, zone),
  endsAt: instantOf(end, zone)
});

function roundTrip(entry: CalendarEntry) {
  const [read] = readStrictly(writeCalendar('Essai', [entry]));
  return read!;
}

describe('a calendar file', () => {
  test('is read strictly, and says what was written', () => {
    expect(roundTrip(BASE)).toMatchObject({
      uid: 'rencontre-1.exemple.test',
      summary: 'Journée départementale',
      location: 'Salle des fêtes, Moissac',
      start: BASE.startsAt,
      end: BASE.endsAt,
      civilStart: '2027-03-18T09:00:00'
    });
  });

  test('folds long and multi-byte texts, escapes separators, drops what breaks a line', () => {
    const nasty = 'Ateliers ; « gériatrie », C:\\dossier\r\nligne\u0007 2 🏥'.repeat(12);
    const read = roundTrip({ ...BASE, title: nasty, description: nasty, location: nasty });
    const expected = nasty.replaceAll('\r\n', '\n').replaceAll('\u0007', ' ');
    expect(read).toMatchObject({ summary: expected, description: expected, location: expected });
  });

  test('a text cannot write lines of its own', () => {
    const text = writeCalendar('Essai', [
      { ...BASE, title: 'A\r\nATTENDEE:mailto:x@exemple.test\r\nBEGIN:VALARM' }
    ]);
    expect(readStrictly(text)).toHaveLength(1);
    expect(text).not.toMatch(/^(ATTENDEE|BEGIN:VALARM)/m);
  });

  test('holds no address, even when somebody wrote one', () => {
    const said = 'Écrire à <accueil.cls+1@sante-exemple.fr> ou mailto:a_b@xn--bout-7oa.test.';
    const text = writeCalendar('Essai', [{ ...BASE, title: said, description: said }]);
    expect(text.replace(/\r\n /g, '')).not.toContain('@');
    expect(roundTrip({ ...BASE, description: said }).description).toContain('adresse sur la page');
  });

  test('with nothing planned it is still a calendar', () => {
    expect(readStrictly(writeCalendar('Essai', []))).toEqual([]);
  });

  test('in a zone whose rules it does not carry, times are written in UTC', () => {
    const entry = between('Africa/Casablanca', '2027-03-18T09:00', '2027-03-18T12:00');
    expect(writeCalendar('Essai', [entry])).not.toContain('TZID');
    expect(roundTrip(entry).start).toEqual(entry.startsAt);
  });
});

describe('the change of hour', () => {
  test('an edition from 28 March to 31 October 2027 begins and ends at its civil hours', () => {
    const entry = between('Europe/Paris', '2027-03-28T09:00', '2027-10-31T17:00');
    expect(entry.startsAt.toISOString()).toBe('2027-03-28T07:00:00.000Z');
    expect(entry.endsAt.toISOString()).toBe('2027-10-31T16:00:00.000Z');
    expect(roundTrip(entry)).toMatchObject({ start: entry.startsAt, end: entry.endsAt });
  });

  test('a night that loses an hour, a night that gains one', () => {
    for (const [start, end, hours] of [
      ['2027-03-27T22:00', '2027-03-28T06:00', 7],
      ['2027-10-30T22:00', '2027-10-31T06:00', 9]
    ] as const) {
      const read = roundTrip(between('Europe/Paris', start, end));
      expect((Number(read.end) - Number(read.start)) / 3_600_000).toBe(hours);
    }
  });

  test('the two passes of the hour that autumn repeats are not taken for each other', () => {
    const first = instantOf('2027-10-31T02:30', 'Europe/Paris');
    for (const startsAt of [first, new Date(Number(first) + 3_600_000)]) {
      const endsAt = new Date(Number(startsAt) + 1_800_000);
      expect(roundTrip({ ...BASE, startsAt, endsAt }).start).toEqual(startsAt);
    }
  });

  test('at La Réunion nine o’clock is five o’clock UTC, the whole year', () => {
    for (const day of ['2027-01-15', '2027-03-28', '2027-07-15', '2027-10-31']) {
      const entry = between('Indian/Reunion', `${day}T09:00`, `${day}T12:00`);
      expect(roundTrip(entry).start.toISOString()).toBe(`${day}T05:00:00.000Z`);
    }
  });

  test.each(FRENCH_ZONES)('%s: the rules in the file agree with the clock, day by day', (zone) => {
    const days = Array.from({ length: 370 }, (_, turn) => {
      const startsAt = new Date(Date.UTC(2026, 0, 1, 0, turn * 7056));
      const endsAt = new Date(Number(startsAt) + 3_600_000);
      return { ...BASE, uid: `jour-${turn}`, timeZone: zone, startsAt, endsAt };
    });
    // Read at once: a file of many is what an agenda is.
    const read = readStrictly(writeCalendar('Essai', days));
    expect(read.map(({ start, end }) => [start, end])).toEqual(
      days.map(({ startsAt, endsAt }) => [startsAt, endsAt])
    );
  });
});
