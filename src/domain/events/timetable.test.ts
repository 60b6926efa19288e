import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoomId } from '#shared/ids.ts';
import { aMoment, aProgramme, aRoom, at } from '../../../tests/factories/programme.ts';
import type { ProgrammeSession } from './programme.ts';
import { layOut, readingOrder } from './timetable.ts';

const ZONE = 'Europe/Paris';
const rooms = [aRoom(1), aRoom(2)];
const room = (id: number) => id as RoomId;
const read = (...sessions: ProgrammeSession[]) =>
  readingOrder(aProgramme({ sessions, rooms }), ZONE);
const build = (...sessions: ProgrammeSession[]) => layOut(aProgramme({ sessions, rooms }), ZONE);

describe('to be read', () => {
  test('parallel sessions come together, in the order of the rooms', () => {
    const plenary = aMoment();
    const b = aMoment({ room: room(2), startsAt: at('10:00'), endsAt: at('11:00') });
    const a = aMoment({ room: room(1), startsAt: at('10:00'), endsAt: at('11:00') });
    const [day] = read(b, a, plenary);
    expect(day!.label).toBe('jeudi 18 mars 2027');
    expect(day!.slots.map(({ sessions }) => sessions.map(({ id }) => id))).toEqual([
      [plenary.id],
      [a.id, b.id]
    ]);
  });

  test('a stand that stays all day does not glue the day together', () => {
    const stand = aMoment({ kind: 'stand', startsAt: at('09:00'), endsAt: at('17:00') });
    const [day] = read(stand, aMoment(), aMoment({ startsAt: at('10:00'), endsAt: at('11:00') }));
    expect(day!.slots).toHaveLength(2);
    expect(day!.along).toEqual([stand]);
  });

  test('two days are two days, in the zone of the edition', () => {
    const late = aMoment({ startsAt: at('23:30'), endsAt: at('23:45') });
    expect(read(aMoment(), late)).toHaveLength(1);
    expect(
      readingOrder(aProgramme({ sessions: [aMoment(), late] }), 'Indian/Reunion')
    ).toHaveLength(2);
  });

  test('nothing planned is nothing drawn', () => {
    expect(read()).toEqual([]);
    expect(build()).toEqual([]);
  });
});

test('to be built: a column a room, what is alone spans them all, a gap is a row', () => {
  const plenary = aMoment({ room: room(1) });
  const a = aMoment({ room: room(1), startsAt: at('10:30'), endsAt: at('11:30') });
  const b = aMoment({ room: room(2), startsAt: at('10:30'), endsAt: at('11:00') });
  const [day] = build(plenary, a, b);
  expect(day!.columns.map(({ label }) => label)).toEqual(['Salle 1', 'Salle 2']);
  expect(day!.rows.map(({ hour }) => hour)).toEqual([
    '9\u00a0h',
    '10\u00a0h',
    '10\u00a0h\u00a030',
    '11\u00a0h'
  ]);
  expect(day!.rows[0]!.cells).toEqual([{ session: plenary.id, rows: 1, columns: 2 }]);
  expect(day!.rows[1]!.cells.map(({ session }) => session)).toEqual([null, null]);
  expect(day!.rows[2]!.cells[0]).toEqual({ session: a.id, rows: 2, columns: 1 });
  expect(day!.rows[3]!.cells).toEqual([{ session: null, rows: 1, columns: 1 }]);
});

test('to be built: a stand that stays all day is beside the table, not a column of it', () => {
  const stand = aMoment({ kind: 'stand', startsAt: at('09:00'), endsAt: at('17:00') });
  const plenary = aMoment({ room: room(1) });
  const [day] = build(stand, plenary, aMoment({ startsAt: at('10:00'), endsAt: at('11:00') }));
  expect(day!.along).toEqual([stand]);
  expect(day!.rows[0]!.cells).toEqual([{ session: plenary.id, rows: 1, columns: 2 }]);
});

test('whatever collides, each session is in one cell, and every row of the table is full', () => {
  const moments = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(null, 1, 2, 99)
    ),
    { maxLength: 9 }
  );
  fc.assert(
    fc.property(moments, (drawn) => {
      const sessions = drawn.map(([start, length, place]) =>
        aMoment({
          room: place as RoomId | null,
          startsAt: new Date(at('09:00').getTime() + start * 900_000),
          endsAt: new Date(at('09:00').getTime() + (start + length) * 900_000)
        })
      );
      const [day] = build(...sessions);
      if (!day) return;
      const shown = day.rows.flatMap(({ cells }) => cells).flatMap(({ session }) => session ?? []);
      expect(shown.toSorted((a, b) => a - b)).toEqual(sessions.map(({ id }) => id));
      const filled = day.rows.map(() => 0);
      day.rows.forEach(({ cells }, index) => {
        for (const cell of cells)
          for (let row = index; row < index + cell.rows; row++) filled[row]! += cell.columns;
      });
      expect(filled).toEqual(day.rows.map(() => day.columns.length));
    })
  );
});
