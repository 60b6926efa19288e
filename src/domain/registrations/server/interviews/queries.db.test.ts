import { describe, expect, test } from 'vitest';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aHost, anAttendee, interviewsAt } from '../../../../../tests/factories/interviews.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findInterviews, hasInterviews } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const territory = await aTerritory(db);
const { anEdition, book } = interviewsAt(db, territory.id, now);

describe('what is read of interviews', () => {
  test('who books sees hosts and what is free, never who else comes nor an address', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 2);
    const [luc, zoe] = [await anAttendee(db, id, 'Luc'), await anAttendee(db, id, 'Zoé')];
    await book(luc.token, slots[0]!);
    const seen = (await findInterviews(db, zoe.token, now))!;
    expect(seen.hosts).toMatchObject([
      { name: 'Noé Esquisse', place: 'Hall, table 4', free: [{ id: slots[1], clash: null }] }
    ]);
    expect(JSON.stringify(seen.hosts)).not.toMatch(/Luc|@exemple/);
    expect(seen.own).toBeNull();
  });

  test('a professional sees no host, a host sees who comes', async () => {
    const id = await anEdition();
    const doctor = await anAttendee(db, id, 'Ada', { profession: 'R356-90' });
    const { slots } = await aHost(db, id, 1, { registration: doctor.id });
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    const hers = (await findInterviews(db, doctor.token, now))!;
    expect(hers.own!.slots).toMatchObject([
      { takenBy: { name: 'Luc Essai', profession: 'Interne' } }
    ]);
    expect(JSON.stringify(hers.own)).not.toContain('@exemple');
    const other = await anAttendee(db, id, 'Bob', { profession: 'R356-90' });
    expect(await findInterviews(db, other.token, now)).toMatchObject({
      ...{ hosts: [], own: null, bookingShut: 'not-trainee', hostingShut: null }
    });
  });

  test('nothing leads to interviews until the organiser has opened them or named somebody', async () => {
    const { id } = await anEvent(db, territory.id);
    expect(await hasInterviews(db, id)).toBe(false);
    const { token } = await anAttendee(db, id, 'Luc');
    expect(await findInterviews(db, token, now)).toMatchObject({
      bookingShut: 'closed',
      hosts: []
    });
    await aHost(db, id, 1);
    expect(await hasInterviews(db, id)).toBe(true);
  });
});
