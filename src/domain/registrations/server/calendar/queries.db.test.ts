import { beforeAll, describe, expect, test } from 'vitest';
import { editionEntry } from '#domain/events/calendar/edition.ts';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { listPublicCalendar } from '#domain/events/server/calendar/queries.ts';
import { cancelEvent } from '#domain/events/server/commands.ts';
import { setDates } from '#domain/events/server/dates/commands.ts';
import { shiftSession } from '#domain/events/server/programme/commands.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readStrictly } from '../../../../../tests/support/ical.ts';
import { registrationToken } from '../links/queries.ts';
import { register } from '../places/commands.ts';
import { cancelRegistration } from '../places/holder/commands.ts';
import { getRegistrationCalendar } from './queries.ts';

const db = await testDatabase();
const boss = operator('test');
const now = new Date('2027-02-01T10:00:00Z');
const SITE = 'https://maillage.exemple.test/';
let territory: Territory;

beforeAll(async () => {
  territory = await aTerritory(db);
});

async function registered(event: EventId, sessions: Parameters<typeof aRequest>[0] = {}) {
  await openDesk(db, event);
  const outcome = await register(db, VISITOR, event, aRequest(sessions), { now });
  if (!outcome.ok) throw new Error(outcome.reason);
  return registrationToken(outcome.registration, 1);
}

async function calendarOf(token: string) {
  const { title, entries } = await getRegistrationCalendar(db, token);
  const text = writeCalendar(title, entries);
  expect(text.replaceAll('\r\n ', '')).not.toContain('@');
  return readStrictly(text);
}

describe('the calendar of a person who is registered', () => {
  test('holds the edition and the sessions she chose, not those of others', async () => {
    const { id } = await anEvent(db, territory.id);
    const hers = await aSession(db, id, { title: 'Atelier choisi' });
    await aSession(db, id, { title: 'Atelier d’autrui' });
    const events = await calendarOf(await registered(id, { sessions: [hers] }));
    expect(events.map(({ summary, status }) => [summary, status])).toEqual([
      ['Rencontre d’essai', 'CONFIRMED'],
      ['Atelier choisi', 'CONFIRMED']
    ]);
    expect(JSON.stringify(events)).not.toContain('autrui');
    expect(JSON.stringify(events)).not.toContain('ma-place');
  });

  test('when the date moves, the same entries move, and their number grows', async () => {
    const { id } = await anEvent(db, territory.id);
    const session = await aSession(db, id);
    const token = await registered(id, { sessions: [session] });
    const before = await calendarOf(token);
    const when = { start: '2027-03-28T09:00', end: '2027-03-28T17:00' };
    await setDates(db, boss, id, { when }, now);
    const after = await calendarOf(token);
    expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
    expect(after[0]!.start.toISOString()).toBe('2027-03-28T07:00:00.000Z');
    expect(after[1]!.civilStart).toBe('2027-03-28T10:00:00');
    for (const [i, one] of after.entries())
      expect(one.sequence).toBeGreaterThan(before[i]!.sequence);
  });

  test('when the programme moves, the entry of her session follows', async () => {
    const { id } = await anEvent(db, territory.id);
    const session = await aSession(db, id);
    const token = await registered(id, { sessions: [session] });
    const before = await calendarOf(token);
    await shiftSession(db, boss, { event: id, session, version: 1 }, 'later');
    const after = await calendarOf(token);
    expect(after[1]!.civilStart).toBe('2027-03-18T10:15:00');
    expect(after[1]!.sequence).toBeGreaterThan(before[1]!.sequence);
  });

  test('cancelled by her or by the organiser, every entry is to be struck out', async () => {
    const { id } = await anEvent(db, territory.id);
    const session = await aSession(db, id);
    const token = await registered(id, { sessions: [session] });
    const before = await calendarOf(token);
    const other = await anEvent(db, territory.id);
    const otherToken = await registered(other.id);
    await cancelRegistration(db, token, { now });
    const after = await calendarOf(token);
    expect(after.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(after[0]!.sequence).toBeGreaterThan(before[0]!.sequence);
    await cancelEvent(db, boss, other.id, { reason: 'Neige' }, now);
    const [edition] = await calendarOf(otherToken);
    expect(edition).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    expect(edition!.description).toContain('Rencontre annulée : Neige');
  });

  test('who waits has a tentative entry that says so, and not the address of the online meeting', async () => {
    const { id } = await anEvent(db, territory.id, { capacity: 1 });
    await db
      .updateTable('event')
      .set({ online_url: 'https://visio.exemple.test/salon' })
      .where('id', '=', id)
      .execute();
    const first = await registered(id, { email: 'a@exemple.test' });
    const second = await registered(id, { email: 'b@exemple.test' });
    const [waiting] = await calendarOf(second);
    expect(waiting).toMatchObject({ status: 'TENTATIVE' });
    expect(waiting!.summary).toContain('liste d’attente');
    expect(JSON.stringify(waiting)).not.toContain('visio');
    expect((await calendarOf(first))[0]!.description).toContain('visio.exemple.test');
  });

  test('a false link, and an edition without a date, have no calendar', async () => {
    await expect(getRegistrationCalendar(db, 'faux')).rejects.toThrow(NotFound);
    const { id } = await anEvent(db, territory.id);
    const token = await registered(id);
    await expect(getRegistrationCalendar(db, `${token.slice(0, -1)}é`)).rejects.toThrow(NotFound);
    await db
      .updateTable('event')
      .set({ starts_at: null, ends_at: null })
      .where('id', '=', id)
      .execute();
    await expect(getRegistrationCalendar(db, token)).rejects.toThrow(NotFound);
  });
});

describe('the public agenda', () => {
  test('shows what is published for everyone, of the territory asked; nothing else leaks', async () => {
    const [here, elsewhere] = [await aTerritory(db, 'ici'), await aTerritory(db, 'ailleurs')];
    await anEvent(db, here.id, { title: 'Ouverte' });
    await anEvent(db, here.id, { title: 'Annulée', status: 'cancelled' });
    await anEvent(db, here.id, { title: 'Sans date', startsAt: null, endsAt: null });
    await anEvent(db, here.id, { title: 'Brouillon', status: 'draft' });
    await anEvent(db, here.id, { title: 'Membres', visibility: 'members' });
    await anEvent(db, here.id, { title: 'Lien', visibility: 'link' });
    await anEvent(db, elsewhere.id, { title: 'Ailleurs' });
    await anEvent(db, here.id, {
      title: 'Ancienne',
      startsAt: '2025-01-01T08:00:00Z',
      endsAt: '2025-01-01T10:00:00Z'
    });
    await person(db, { roles: [{ territory: here.id, role: 'animator' }] });
    const since = new Date('2026-02-01T10:00:00Z');
    const events = await listPublicCalendar(db, { territory: 'ici', since });
    const entries = events.flatMap((one) => editionEntry(one, SITE) ?? []);
    const read = readStrictly(writeCalendar('Agenda', entries));
    expect(read.map(({ summary, status }) => [summary, status])).toEqual([
      ['Ouverte', 'CONFIRMED'],
      ['Annulée', 'CANCELLED']
    ]);
    const all = await listPublicCalendar(db, { since });
    expect(all.map(({ title }) => title)).toContain('Ailleurs');
    expect(await listPublicCalendar(db, { territory: 'nulle-part', since })).toEqual([]);
  });
});
