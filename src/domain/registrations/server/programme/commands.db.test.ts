import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { sessionInput } from '#domain/events/programme.ts';
import { deleteSession } from '#domain/events/server/programme/removal/commands.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../tests/factories/registrations.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../tests/support/desk.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { cancelRegistration } from '../places/holder/commands.ts';
import { register } from '../places/commands.ts';
import { listRegistrationsOf } from '../places/queries.ts';
import { changeSession, removeSession } from './commands.ts';

const url = await testDatabaseUrl();
const [db, other] = [connect(url, { max: 4 }), connect(url, { max: 4 })];
const organiser = operator('test');
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;
const desk = deskOf(db, () => territory.id, now);

beforeAll(async () => {
  territory = await aTerritory(db);
  return async () => {
    await db.destroy();
    await other.destroy();
  };
});

const aWorkshop = (capacity: number | null) =>
  sessionInput.parse({
    kind: 'workshop',
    title: 'Atelier',
    startsAt: '2027-03-18T10:00',
    endsAt: '2027-03-18T11:00',
    chosen: true,
    capacity
  });

const key = (event: EventId, session: ProgrammeSessionId) => ({ event, session, version: 1 });

const seats = async (event: EventId) =>
  (await listRegistrationsOf(db, event)).map(({ choices }) => choices[0]?.status);

describe('a session changed in the programme', () => {
  test('with more places gives them at once to who waits, and writes to them', async () => {
    const event = await desk.open();
    const session = await aSession(db, event, { capacity: 1 });
    for (const name of ['assise', 'appelee', 'reste'])
      await desk.enter(event, name, { sessions: [session] });
    expect(await seats(event)).toEqual(['confirmed', 'waitlisted', 'waitlisted']);
    const input = { session: aWorkshop(2), reread: false };
    const outcome = await changeSession(db, organiser, key(event, session), input, { now });
    expect(outcome).toMatchObject({ ok: true });
    expect(await seats(event)).toEqual(['confirmed', 'confirmed', 'waitlisted']);
    expect(await desk.mails(event, 'appelee')).toContain('registration-promoted');
    expect(await desk.mails(event, 'reste')).not.toContain('registration-promoted');
  });

  test('with fewer places than are held is refused with the figure, and promotes nobody', async () => {
    const event = await desk.open();
    const session = await aSession(db, event, { capacity: 2 });
    for (const name of ['x', 'y', 'z']) await desk.enter(event, name, { sessions: [session] });
    const input = { session: aWorkshop(1), reread: false };
    expect(await changeSession(db, organiser, key(event, session), input, { now })).toEqual({
      ok: false,
      reason: 'below-taken',
      taken: 2
    });
    expect(await seats(event)).toEqual(['confirmed', 'confirmed', 'waitlisted']);
  });

  test('is the organiser’s: a member changes and deletes nothing', async () => {
    const event = await desk.open();
    const session = await aSession(db, event);
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const input = { session: aWorkshop(null), reread: false };
    const acts = [
      changeSession(db, member, key(event, session), input, { now }),
      removeSession(db, member, key(event, session), { told: 0 }, { now })
    ];
    for (const act of acts) await expect(act).rejects.toThrow('organisée par d’autres');
  });
});

describe('a session deleted while somebody takes it', () => {
  const CODE = '40P01';

  /** Who had an offered seat and let it pass; somebody who asks for that seat, and is stopped halfway. */
  async function aRace(
    remove: (db: Database, event: EventId, session: ProgrammeSessionId) => Promise<unknown>
  ) {
    const event = await desk.open({}, { promotion: 'offer', offerHours: 1 });
    const session = await aSession(db, event, { capacity: 1 });
    const holder = await desk.enter(event, 'cede', { sessions: [session] });
    await desk.enter(event, 'laisse-passer', { sessions: [session] });
    await cancelRegistration(db, desk.link(holder), { now });
    const later = new Date(now.getTime() + 2 * 3_600_000);
    const request = { ...aRequest({ sessions: [session] }), email: 'arrive@exemple.test' };
    return other.transaction().execute(async (hold) => {
      // The same address, not committed yet: who asks has freed the lapsed seat, and waits before taking one.
      await sql`insert into registration (event_id, email, first_name, last_name, status, origin)
        values (${event}, ${request.email}, 'A', 'B', 'cancelled', 'self')`.execute(hold);
      const arriving = register(db, VISITOR, event, request, { now: later });
      await untilWaiting(other, 1);
      const removing = remove(other, event, session);
      await untilWaiting(other, 2);
      return { event, both: Promise.allSettled([arriving, removing]) };
    });
  }

  const codes = (settled: PromiseSettledResult<unknown>[]) =>
    settled.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []
    );

  test('waits for her, then tells that somebody has chosen it: neither fails', async () => {
    const { both } = await aRace((db_, event, session) =>
      removeSession(db_, organiser, key(event, session), { told: 0 }, { now })
    );
    const [arrived, removed] = await both;
    expect(codes([arrived, removed])).toEqual([]);
    expect(arrived).toMatchObject({ value: { ok: true } });
    expect(removed).toMatchObject({ value: { ok: false, reason: 'chosen', people: 1 } });
  });

  test('without the desk, each waits for the other: the database breaks one of them', async () => {
    const { both } = await aRace((db_, event, session) =>
      deleteSession(db_, organiser, key(event, session), { told: 1 })
    );
    expect(codes(await both)).toEqual([CODE]);
  });
});
