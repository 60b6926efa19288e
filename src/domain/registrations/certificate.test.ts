import { describe, expect, test } from 'vitest';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Presence } from './attendance.ts';
import { formatDuration, minutesOf, partsOf, readCode, writeCode } from './certificate.ts';

const at = (hour: string, day = 18) => new Date(`2027-03-${day}T${hour}:00Z`);
const edition = {
  startsAt: at('08:00'),
  endsAt: at('16:00'),
  timeZone: 'Europe/Paris',
  halfDays: [
    { id: 1, label: 'Matin', startsAt: at('08:00'), endsAt: at('11:30') },
    { id: 2, label: 'Après-midi', startsAt: at('13:00'), endsAt: at('16:00') }
  ],
  sessions: [
    { id: 7 as ProgrammeSessionId, title: 'Chutes', startsAt: at('09:00'), endsAt: at('10:00') },
    { id: 8 as ProgrammeSessionId, title: 'Soir', startsAt: at('15:30'), endsAt: at('17:00') }
  ]
};
const entered = (where: Partial<Presence>): Presence => ({
  registration: 1 as RegistrationId,
  halfDay: null,
  session: null,
  arrivedAt: at('08:10'),
  ...where
});
const s = (id: number) => entered({ session: id as ProgrammeSessionId });
const h = (halfDay: number) => entered({ halfDay });
const minutes = (...presences: Presence[]) => minutesOf(partsOf(edition, presences));

describe('the hours of presence', () => {
  test('are those of the half-days entered, the pause between them left out', () => {
    expect(minutes(h(1))).toBe(210);
    expect(minutes(h(2), h(1))).toBe(390);
  });

  test('count once a session of a half-day entered, and what overlaps', () => {
    expect(minutes(h(1), s(7))).toBe(210);
    expect(minutes(h(2), s(8))).toBe(240);
    expect(minutes(s(7))).toBe(60);
    expect(minutes(h(1), h(1))).toBe(210);
  });

  test('are those of the edition when it was entered as a whole', () => {
    expect(minutes(entered({}))).toBe(480);
    expect(minutesOf(partsOf({ ...edition, startsAt: null, endsAt: null }, [entered({})]))).toBe(0);
  });

  test('are those of the day of arrival when the edition lasts several', () => {
    const long = { ...edition, endsAt: at('16:00', 20) };
    const second = entered({ arrivedAt: at('08:10', 19) });
    expect(partsOf(long, [second])).toEqual([
      { label: 'La rencontre', startsAt: at('08:00', 19), endsAt: at('16:00', 19) }
    ]);
  });

  test('leave out an entrance that no longer exists, and are none for who did not come', () => {
    expect(minutes(h(99), s(99))).toBe(0);
    expect(minutes()).toBe(0);
  });
});

test('a duration is said as people say it', () => {
  expect([1, 45, 60, 210, 390, 480].map(formatDuration)).toEqual([
    '1\u00a0minute',
    '45\u00a0minutes',
    '1\u00a0heure',
    '3\u00a0h\u00a030',
    '6\u00a0h\u00a030',
    '8\u00a0heures'
  ]);
});

describe('the code of a certificate', () => {
  test('is twelve letters that one does not misread', () => {
    const code = writeCode(Uint8Array.from({ length: 12 }, (_, i) => 255 - i * 7));
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(readCode(code)).toBe(code);
  });

  test('is read as it is typed: small letters, spaces, O for zero, I and L for one', () => {
    expect(readCode(' k7qm 2xrt–9fhd ')).toBe('K7QM-2XRT-9FHD');
    expect(readCode('OIL0-2XRT-9FHD')).toBe('0110-2XRT-9FHD');
  });

  test.each(['', 'K7QM-2XRT', 'K7QM-2XRT-9FHDA', 'K7QM-2XRT-9FH!', 'U7QM-2XRT-9FHD'])(
    '« %s » is none',
    (typed) => {
      expect(readCode(typed)).toBeNull();
    }
  );
});
