import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoomId, SpeakerId } from '#shared/ids.ts';
import { aMoment, aProgramme, aRoom, aSpeaker, at } from '../../../tests/factories/programme.ts';
import { conflictsOf, findConflicts, overlaps } from './conflicts.ts';
import { SESSION_KINDS, type ProgrammeSession } from './programme.ts';

const DAY = { startsAt: at('09:00'), endsAt: at('17:00'), timeZone: 'Europe/Paris' };
const rooms = [aRoom(1, { name: 'Amphithéâtre', capacity: 40 }), aRoom(2)];
const speakers = [
  aSpeaker(1, { name: 'Awa Exemple' }),
  aSpeaker(2, { name: 'CLIC d’essai', structureLabel: 'CLIC d’essai' })
];
const find = (...sessions: ProgrammeSession[]) =>
  findConflicts(aProgramme({ sessions, rooms, speakers }), DAY);
/** French quotes hold their spaces. */
const plain = (text: string) => text.replaceAll('« ', '«\u00a0').replaceAll(' »', '\u00a0»');
const workshop = (traits: Partial<ProgrammeSession> = {}) =>
  aMoment({ kind: 'workshop', chosen: true, ...traits });

describe('what collides is said from both sides', () => {
  test('two sessions at once in one room', () => {
    const one = workshop({ title: 'Chutes', room: 1 as RoomId });
    const other = workshop({ title: 'Mémoire', room: 1 as RoomId, startsAt: at('09:30') });
    const conflicts = find(one, other);
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]!.words).toBe(
      plain(
        '« Chutes » et « Mémoire » ont lieu en même temps, dans la même salle, « Amphithéâtre ».'
      )
    );
    expect(conflictsOf(conflicts, one.id)).toEqual([
      {
        kind: 'room',
        words: plain('En même temps que « Mémoire », dans la même salle, « Amphithéâtre ».')
      }
    ]);
    expect(conflictsOf(conflicts, other.id)[0]!.words).toContain(plain('« Chutes »'));
  });

  test('stands share their hall, and the coffee is taken among them; a workshop does not share its room', () => {
    const hall = { room: 1 as RoomId };
    const stand = () => aMoment({ kind: 'stand', ...hall });
    expect(find(stand(), stand())).toEqual([]);
    expect(find(stand(), aMoment({ kind: 'social', ...hall }))).toEqual([]);
    expect(find(stand(), workshop(hall))).toMatchObject([{ kind: 'room' }]);
    expect(
      find(aMoment({ kind: 'social', ...hall }), aMoment({ kind: 'social', ...hall }))
    ).toMatchObject([{ kind: 'room' }]);
  });

  test('one person in two rooms, but a structure may keep its stand and speak', () => {
    const person = [{ speaker: 1 as SpeakerId, role: 'speaker' as const }];
    const structure = [{ speaker: 2 as SpeakerId, role: 'host' as const }];
    expect(find(workshop({ speakers: person }), workshop({ speakers: person }))).toMatchObject([
      { kind: 'speaker' }
    ]);
    expect(find(workshop({ speakers: structure }), workshop({ speakers: structure }))).toHaveLength(
      1
    );
    expect(
      find(aMoment({ kind: 'stand', speakers: structure }), workshop({ speakers: structure }))
    ).toEqual([]);
    expect(
      find(aMoment({ kind: 'stand', speakers: person }), workshop({ speakers: person }))
    ).toHaveLength(1);
  });

  test('a plenary for everyone while a workshop takes place; never with a stand or a coffee', () => {
    expect(find(aMoment(), workshop())).toMatchObject([{ kind: 'everyone' }]);
    expect(find(aMoment(), aMoment())).toMatchObject([{ kind: 'everyone' }]);
    expect(find(aMoment(), aMoment({ kind: 'stand' }))).toEqual([]);
    expect(find(workshop(), aMoment({ kind: 'social' }))).toEqual([]);
  });
});

test('a session before or after the rencontre is said, with its hours', () => {
  expect(find(aMoment({ startsAt: at('08:00') }))).toMatchObject([
    { kind: 'hours', words: expect.stringContaining('la rencontre va de 9\u00a0h à 17\u00a0h') }
  ]);
  expect(
    findConflicts(aProgramme({ sessions: [aMoment()] }), { ...DAY, startsAt: null, endsAt: null })
  ).toEqual([]);
});

test('more places than seats is said; a room nobody has counted says nothing', () => {
  expect(find(workshop({ room: 1 as RoomId, capacity: 60 }))).toMatchObject([{ kind: 'seats' }]);
  expect(find(workshop({ room: 1 as RoomId, capacity: 40 }))).toEqual([]);
  expect(find(workshop({ room: 2 as RoomId, capacity: 999 }))).toEqual([]);
});

test('what follows does not collide: one ends when the other begins', () => {
  const room = 1 as RoomId;
  expect(
    find(workshop({ room }), workshop({ room, startsAt: at('10:00'), endsAt: at('11:00') }))
  ).toEqual([]);
});

const moments = fc.array(
  fc
    .record({
      start: fc.integer({ min: 0, max: 30 }),
      length: fc.integer({ min: 1, max: 8 }),
      kind: fc.constantFrom(...SESSION_KINDS),
      room: fc.constantFrom(null, 1, 2),
      speaker: fc.constantFrom(null, 1, 2),
      chosen: fc.boolean()
    })
    .map(({ start, length, kind, room, speaker, chosen }) =>
      aMoment({
        kind,
        chosen,
        room: room as RoomId | null,
        startsAt: new Date(at('09:00').getTime() + start * 900_000),
        endsAt: new Date(at('09:00').getTime() + (start + length) * 900_000),
        speakers: speaker ? [{ speaker: speaker as SpeakerId, role: 'speaker' }] : []
      })
    ),
  { maxLength: 8 }
);

test('whatever the order sessions come in, the same is said', () => {
  fc.assert(
    fc.property(moments, (sessions) => {
      const words = (list: ProgrammeSession[]) => find(...list).map((one) => one.words);
      expect(words(sessions.toReversed())).toEqual(words(sessions));
    })
  );
});

test('two sides always overlap, differ and name each other; sharing a room at once is never missed', () => {
  fc.assert(
    fc.property(moments, (sessions) => {
      const conflicts = find(...sessions);
      const known = new Map(sessions.map((one) => [one.id, one]));
      for (const { sides } of conflicts.filter((one) => one.sides.length === 2)) {
        const [a, b] = [known.get(sides[0].session)!, known.get(sides[1]!.session)!];
        expect(a.id).not.toBe(b.id);
        expect(overlaps(a, b)).toBe(true);
        expect(sides[0].words).toContain(plain(`« ${b.title} »`));
        expect(sides[1]!.words).toContain(plain(`« ${a.title} »`));
      }
      const beside = ['stand', 'social'];
      const mayShare = (a: ProgrammeSession, b: ProgrammeSession) =>
        [a, b].some(({ kind }) => kind === 'stand') &&
        [a, b].every(({ kind }) => beside.includes(kind));
      const sharing = sessions.flatMap((a, i) =>
        sessions
          .slice(i + 1)
          .filter((b) => a.room !== null && a.room === b.room && overlaps(a, b) && !mayShare(a, b))
      );
      expect(conflicts.filter(({ kind }) => kind === 'room')).toHaveLength(sharing.length);
    })
  );
});

test('workshops that are chosen, each in its room with its people, may all be at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), (count) => {
      const sessions = Array.from({ length: count }, (_, index) =>
        workshop({ room: (index + 10) as RoomId })
      );
      expect(find(...sessions)).toEqual([]);
    })
  );
});
