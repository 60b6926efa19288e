import { describe, expect, test } from 'vitest';
import type { Programme, ProgrammeSession } from '#domain/events/programme.ts';
import type { EventId, ProgrammeSessionId, RegistrationId, RoomId } from '#shared/ids.ts';
import {
  dayShown,
  findAwaited,
  gatherLines,
  hallScreen,
  isTooSmall,
  isToWatch,
  untilWords
} from './live.ts';

const at = (time: string) => new Date(`2027-03-18T${time}:00Z`);
const EVENT = {
  startsAt: at('08:00'),
  endsAt: new Date('2027-03-19T16:00:00Z'),
  timeZone: 'Europe/Paris'
};

test('the day looked at is today, or the nearest day of the edition', () => {
  expect(dayShown(EVENT, new Date('2027-01-01T00:00:00Z'))).toBe('2027-03-18');
  // Midnight has passed in Paris, not in Greenwich.
  expect(dayShown(EVENT, at('23:30'))).toBe('2027-03-19');
  expect(dayShown(EVENT, new Date('2028-01-01T00:00:00Z'))).toBe('2027-03-19');
  expect(dayShown({ ...EVENT, startsAt: null, endsAt: null }, at('10:00'))).toBeNull();
});

test('lines with the same words are one, the most awaited first', () => {
  const line = (label: string, here: number, awaited: number) => ({ label, here, awaited });
  expect(gatherLines([line('', 1, 2), line('Infirmière', 1, 3), line('', 0, 2)])).toEqual([
    line('Non précisé', 1, 4),
    line('Infirmière', 1, 3)
  ]);
});

test('somebody is found without accents, by her name or her structure', () => {
  const one = { id: 1 as RegistrationId, name: 'Ébauche Élie', profession: '', house: 'SSIAD' };
  expect(findAwaited([one], 'elie ssiad')).toEqual([one]);
  expect(findAwaited([one], 'cpts')).toEqual([]);
});

test('a telephone that keeps gestures, or is silent, is to be watched', () => {
  const device = { name: '', link: '', pending: 0, lastSeenAt: at('09:00') };
  expect(isToWatch(device, at('09:05'))).toBe(false);
  expect(isToWatch(device, at('09:11'))).toBe(true);
  expect(isToWatch({ ...device, pending: 1 }, at('09:01'))).toBe(true);
});

test.each([
  ['09:00', 'maintenant'],
  ['08:50', 'dans 10\u00a0min'],
  ['08:00', 'dans 1\u00a0h'],
  ['07:40', 'dans 1\u00a0h\u00a020']
])('a session of 9 h said at %s: « %s »', (now, words) => {
  expect(untilWords(at('09:00'), at(now))).toBe(words);
});

test('a room is too small for those who chose the session, or are in it', () => {
  const session = { roomCapacity: 10, chosen: 8, here: null };
  expect(isTooSmall(session as never)).toBe(false);
  expect(isTooSmall({ ...session, here: 11 } as never)).toBe(true);
  expect(isTooSmall({ ...session, roomCapacity: null, here: 11 } as never)).toBe(false);
});

describe('the screen of the hall', () => {
  const session = (id: number, from: string, to: string, more: Partial<ProgrammeSession> = {}) =>
    ({
      ...{
        id: id as ProgrammeSessionId,
        title: `Séance ${id}`,
        kind: 'workshop',
        room: 1 as RoomId
      },
      ...{ startsAt: at(from), endsAt: at(to), description: 'Avec Camille Secrète' },
      speakers: [{ speaker: 1, role: 'speaker' }],
      ...more
    }) as ProgrammeSession;
  const programme = (sessions: ProgrammeSession[]): Programme => ({
    event: 1 as EventId,
    sessions,
    rooms: [{ id: 1 as RoomId, name: 'Salle Tarn', capacity: null, note: '' }],
    speakers: [{ id: 1, name: 'Camille Secrète' } as never]
  });
  const show = (sessions: ProgrammeSession[], now: string) =>
    hallScreen(programme(sessions), at(now), '2027-03-18', 'Europe/Paris');

  test('says what is on, then what comes, with rooms, and nobody’s name', () => {
    const screen = show([session(1, '09:00', '10:00'), session(2, '10:00', '11:00')], '09:30');
    expect(screen.current.map(({ title, room }) => [title, room])).toEqual([
      ['Séance 1', 'Salle Tarn']
    ]);
    expect(screen.next.map(({ title }) => title)).toEqual(['Séance 2']);
    expect(JSON.stringify(screen)).not.toContain('Secrète');
  });

  test('leaves stands out, what is over, and the other days', () => {
    const sessions = [
      session(1, '07:00', '08:00'),
      session(2, '09:00', '17:00', { kind: 'stand' }),
      session(3, '10:00', '11:00', { startsAt: new Date('2027-03-19T10:00:00Z') })
    ];
    expect(show(sessions, '09:30')).toEqual({ current: [], next: [], more: 0 });
  });

  test('holds on a wall: six lines, and how many more are on', () => {
    const sessions = [1, 2, 3, 4, 5].map((id) => session(id, '09:00', '10:00'));
    const later = [6, 7, 8, 9].map((id) => session(id, '10:00', '11:00'));
    const screen = show([...sessions, ...later], '09:30');
    expect(screen.current).toHaveLength(4);
    expect(screen.more).toBe(1);
    expect(screen.next).toHaveLength(2);
  });
});
