import { describe, expect, test } from 'vitest';
import { setDates } from '#domain/events/server/dates/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { InterviewSlotId } from '#shared/ids.ts';
import { aSession } from '../../../../../tests/factories/events.ts';
import { aHost, anAttendee, interviewsAt } from '../../../../../tests/factories/interviews.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { changeRegistration } from '../places/holder/commands.ts';
import { cancelInterview } from './commands.ts';
import { findInterviews } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const NOW = { now };
const territory = await aTerritory(db);
const { anEdition, book, holderOf, mailsOf, choose } = interviewsAt(db, territory.id, now);

describe('booking', () => {
  test('takes the slot, tells both, and shows neither address to the other', async () => {
    const id = await anEdition();
    const doctor = await anAttendee(db, id, 'Ada', { profession: 'R356-90' });
    const { slots } = await aHost(db, id, 2, { registration: doctor.id, name: 'Ada Essai' });
    const luc = await anAttendee(db, id, 'Luc');
    expect(await book(luc.token, slots[0]!)).toEqual({ ok: true, repeated: false });
    expect(await holderOf(slots[0]!)).toBe(luc.id);
    const [toLuc] = await mailsOf('interview-booked', luc.email);
    expect(toLuc!.text_body).toMatch(
      /Ada Essai \(Médecin généraliste\)[^]*18 mars[^]*10\u00a0h[^]*Hall, table 4/
    );
    const { email } = await db
      .selectFrom('interview_host')
      .select('email')
      .where('registration_id', '=', doctor.id)
      .executeTakeFirstOrThrow();
    const [toHost] = await mailsOf('interview-booked', email);
    expect(toHost!.text_body).toMatch(/Luc Essai \(Interne\)/);
    for (const { text_body, html_body, reply_to } of [toLuc!, toHost!])
      expect([text_body, html_body, reply_to].join()).not.toMatch(/@exemple/);
  });

  test('twice is as once: the same slot is hers, nothing is written again', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    expect(await book(luc.token, slots[0]!)).toEqual({ ok: true, repeated: true });
    expect(await mailsOf('interview-booked', luc.email)).toHaveLength(1);
  });

  test('moves the calendars of both, where the interview is', async () => {
    const id = await anEdition();
    const doctor = await anAttendee(db, id, 'Ada', { profession: 'R356-90' });
    const { slots } = await aHost(db, id, 1, { registration: doctor.id });
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    const rows = await db
      .selectFrom('registration')
      .select('calendar_sequence as sequence')
      .where('id', 'in', [luc.id, doctor.id])
      .execute();
    expect(rows).toEqual([{ sequence: 1 }, { sequence: 1 }]);
  });
});

describe('a slot is refused', () => {
  test('when somebody has it, when it is gone, of another edition, or has begun', async () => {
    const [id, other] = [await anEdition(), await anEdition()];
    const { slots } = await aHost(db, id, 1);
    const [luc, zoe] = [await anAttendee(db, id, 'Luc'), await anAttendee(db, id, 'Zoé')];
    const stranger = await anAttendee(db, other, 'Max');
    const late = new Date('2027-03-18T09:00:00Z');
    expect(await book(luc.token, slots[0]!, late)).toEqual({ ok: false, reason: 'begun' });
    await book(luc.token, slots[0]!);
    expect(await book(zoe.token, slots[0]!)).toEqual({ ok: false, reason: 'taken' });
    expect(await book(stranger.token, slots[0]!)).toEqual({ ok: false, reason: 'gone' });
    expect(await book(zoe.token, 999_999 as InterviewSlotId)).toEqual({
      ok: false,
      reason: 'gone'
    });
    expect(await holderOf(slots[0]!)).toBe(luc.id);
  });

  test('at the same moment as another interview or a session, with its name', async () => {
    const id = await anEdition();
    const [one, other] = [await aHost(db, id, 1, { name: 'Ada' }), await aHost(db, id, 3)];
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, one.slots[0]!);
    expect(await book(luc.token, other.slots[0]!)).toMatchObject({
      reason: 'interview',
      title: 'Ada'
    });
    const zoe = await anAttendee(db, id, 'Zoé');
    await choose(zoe.id, await aSession(db, id, { title: 'Chutes' }), 'confirmed');
    expect(await book(zoe.token, other.slots[0]!)).toMatchObject({
      ...{ reason: 'session', title: 'Chutes' }
    });
    const max = await anAttendee(db, id, 'Max');
    await choose(max.id, await aSession(db, id, { title: 'Sorties' }), 'wished');
    expect(await book(max.token, other.slots[0]!)).toMatchObject({
      ...{ reason: 'session-waited', title: 'Sorties' }
    });
  });

  test('beyond what one person may book, or twice with the same host', async () => {
    const id = await anEdition({ most: 2 });
    const hosts = [];
    for (const hour of ['09', '10', '11'])
      hosts.push(await aHost(db, id, 2, { from: `2027-03-18T${hour}:00:00Z` }));
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, hosts[0]!.slots[0]!);
    expect(await book(luc.token, hosts[0]!.slots[1]!)).toMatchObject({ reason: 'same-host' });
    await book(luc.token, hosts[1]!.slots[0]!);
    expect(await book(luc.token, hosts[2]!.slots[0]!)).toMatchObject({ reason: 'too-many' });
  });

  test('to a professional, to who gives moments, to who waits, and once it is closed', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const doctor = await anAttendee(db, id, 'Ada', { profession: 'R356-90' });
    expect(await book(doctor.token, slots[0]!)).toEqual({ ok: false, reason: 'not-trainee' });
    const host = await anAttendee(db, id, 'Bob');
    await aHost(db, id, 1, { registration: host.id });
    expect(await book(host.token, slots[0]!)).toEqual({ ok: false, reason: 'hosting' });
    const luc = await anAttendee(db, id, 'Luc');
    const put = (table: 'registration' | 'interview_desk', change: object, key: number) =>
      db
        .updateTable(table)
        .set(change)
        .where(table === 'registration' ? 'id' : 'event_id', '=', key as never)
        .execute();
    await put('registration', { status: 'waitlisted', waitlisted_at: now }, luc.id);
    expect(await book(luc.token, slots[0]!)).toEqual({ ok: false, reason: 'no-place' });
    await put('registration', { status: 'confirmed' }, luc.id);
    await put('interview_desk', { open: false }, id);
    expect(await book(luc.token, slots[0]!)).toEqual({ ok: false, reason: 'closed' });
    await expect(book('faux', slots[0]!)).rejects.toThrow(NotFound);
  });

  test('outside the hours of the edition, when they have changed since', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const luc = await anAttendee(db, id, 'Luc');
    await db
      .updateTable('event')
      .set({ starts_at: '2027-03-18T12:00:00Z' })
      .where('id', '=', id)
      .execute();
    expect(await book(luc.token, slots[0]!)).toEqual({ ok: false, reason: 'gone' });
    expect((await findInterviews(db, luc.token, now))!.hosts[0]!.free).toEqual([]);
  });
});

describe('the edition changes', () => {
  test('its interviews go along to another day, at the same hours, across the change of hour', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 3);
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[1]!);
    const when = { start: '2027-04-01T09:00', end: '2027-04-01T17:00' };
    expect(await setDates(db, operator('test'), id, { when }, now)).toMatchObject({ ok: true });
    const rows = await db
      .selectFrom('interview_slot')
      .select('starts_at')
      .where('id', 'in', slots)
      .orderBy('starts_at')
      .execute();
    expect(rows.map(({ starts_at }) => starts_at.toISOString().slice(0, 16))).toEqual([
      ...['2027-04-01T08:00', '2027-04-01T08:15', '2027-04-01T08:30']
    ]);
    expect(await holderOf(slots[1]!)).toBe(luc.id);
  });

  test('a session that is moved onto an interview leaves it, and says so', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const session = await aSession(db, id, {
      ...{ title: 'Chutes', startsAt: '2027-03-18T13:00:00Z', endsAt: '2027-03-18T14:00:00Z' }
    });
    const luc = await anAttendee(db, id, 'Luc');
    await choose(luc.id, session, 'confirmed');
    await book(luc.token, slots[0]!);
    const onto = { starts_at: '2027-03-18T09:00:00Z', ends_at: '2027-03-18T10:00:00Z' };
    await db.updateTable('programme_session').set(onto).where('id', '=', session).execute();
    expect((await findInterviews(db, luc.token, now))!.bookings).toMatchObject([
      { slot: slots[0], clash: 'Chutes' }
    ]);
  });

  test('a session chosen afterwards, during an interview, is refused with its name', async () => {
    const id = await anEdition();
    await openDesk(db, id);
    const { slots } = await aHost(db, id, 1);
    const session = await aSession(db, id, { title: 'Chutes' });
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    const change = aRequest({ sessions: [session] });
    expect(await changeRegistration(db, luc.token, change, NOW)).toMatchObject({
      ...{ ok: false, reason: 'invalid', issues: [{ path: 'sessions' }] }
    });
    await cancelInterview(db, luc.token, slots[0]!, NOW);
    expect(await changeRegistration(db, luc.token, change, NOW)).toMatchObject({ ok: true });
  });
});
