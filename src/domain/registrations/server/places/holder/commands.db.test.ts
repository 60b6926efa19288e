import { beforeAll, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import type { CategoryId, EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { aSession } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../../tests/support/desk.ts';
import { settlePlaces } from '../settling/commands.ts';
import { cancelRegistration, changeRegistration, confirmOffer, leaveWaiting } from './commands.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const HOLDER = 'Par le lien « ma place »';
const START = new Date('2027-03-18T08:00:00Z');
let territory: Territory;
const desk = deskOf(db, () => territory.id, now);

beforeAll(async () => {
  territory = await aTerritory(db);
});

const after = (hours: number) => ({ now: new Date(now.getTime() + hours * 3_600_000) });

async function aCategory(event: EventId, label: string, capacity: number): Promise<CategoryId> {
  const { id } = await db
    .insertInto('registration_category')
    .values({ event_id: event, label, capacity })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as CategoryId;
}

function change(id: RegistrationId, traits: Parameters<typeof aRequest>[0], at = { now }) {
  return changeRegistration(db, desk.link(id), aRequest(traits), at);
}

describe('giving up a place', () => {
  test('frees all it held for who waits, and says so to both', async () => {
    const event = await desk.open({ capacity: 1 });
    const session = await aSession(db, event, { capacity: 1 });
    const first = await desk.enter(event, 'cede', { sessions: [session] });
    const second = await desk.enter(event, 'recoit', { sessions: [session] });
    expect(await cancelRegistration(db, desk.link(first), { now })).toEqual({
      ok: true,
      registration: first
    });
    expect(await desk.read(first)).toMatchObject({
      status: 'cancelled',
      choices: [{ status: 'cancelled' }]
    });
    expect(await desk.read(second)).toMatchObject({
      status: 'confirmed',
      choices: [{ session, status: 'confirmed' }]
    });
    expect(await desk.traces(first)).toEqual([
      'register: Inscription en ligne',
      `cancel: ${HOLDER}`
    ]);
    expect(await desk.traces(second)).toContain('promote: Maillage');
    expect(await desk.mails(event, 'cede')).toEqual([
      'registration-confirmed',
      'registration-cancelled'
    ]);
    expect(await desk.mails(event, 'recoit')).toEqual([
      'registration-waiting',
      'registration-promoted'
    ]);
  });

  test('twice says it is done already; once the edition has begun, nothing is given up', async () => {
    const event = await desk.open();
    const [one, other] = [
      await desk.enter(event, 'deux-fois'),
      await desk.enter(event, 'trop-tard')
    ];
    await cancelRegistration(db, desk.link(one), { now });
    expect(await cancelRegistration(db, desk.link(one), { now })).toEqual({
      ok: false,
      reason: 'ended'
    });
    expect(await desk.mails(event, 'deux-fois')).toHaveLength(2);
    expect(await cancelRegistration(db, desk.link(other), { now: START })).toEqual({
      ok: false,
      reason: 'past'
    });
    expect(await desk.read(other)).toMatchObject({ status: 'confirmed' });
  });

  test('after the closing frees it without promoting anyone', async () => {
    const event = await desk.open({ capacity: 1 }, { closesAt: '2027-03-01T08:00:00Z' });
    const [first, second] = [await desk.enter(event, 'part'), await desk.enter(event, 'attend')];
    const closed = new Date('2027-03-02T08:00:00Z');
    expect(await cancelRegistration(db, desk.link(first), { now: closed })).toMatchObject({
      ok: true
    });
    expect(await desk.read(second)).toMatchObject({ status: 'waitlisted', rank: 1 });
  });

  test('takes a link of one’s own: tampered with, or revoked, it gives up nothing', async () => {
    const event = await desk.open();
    const id = await desk.enter(event, 'lien');
    const forged = desk.link((id + 1) as RegistrationId).split('-')[1]!;
    const tampered = `${desk.link(id).split('-')[0]}-${forged}`;
    await expect(cancelRegistration(db, tampered, { now })).rejects.toThrow('ne sert plus');
    await db.updateTable('registration').set({ link_version: 2 }).where('id', '=', id).execute();
    await expect(cancelRegistration(db, desk.link(id), { now })).rejects.toThrow('ne sert plus');
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed' });
  });
});

describe('leaving a waiting list', () => {
  test('of a session keeps the place in the edition, and moves the next one up', async () => {
    const event = await desk.open();
    const session = await aSession(db, event, { capacity: 1 });
    await desk.enter(event, 'assise', { sessions: [session] });
    const [first, second] = [
      await desk.enter(event, 'rang-un', { sessions: [session] }),
      await desk.enter(event, 'rang-deux', { sessions: [session] })
    ];
    expect(await leaveWaiting(db, desk.link(first), session, { now })).toMatchObject({ ok: true });
    expect(await desk.read(first)).toMatchObject({
      status: 'confirmed',
      choices: [{ status: 'cancelled' }]
    });
    expect(await desk.read(second)).toMatchObject({ choices: [{ status: 'waitlisted', rank: 1 }] });
    expect(await desk.traces(first)).toContain(`leave: ${HOLDER}`);
  });

  test('of a session one has a place in, or never chose, is refused', async () => {
    const event = await desk.open();
    const [held, other] = [await aSession(db, event), await aSession(db, event)];
    const id = await desk.enter(event, 'en-place', { sessions: [held] });
    for (const session of [held, other])
      expect(await leaveWaiting(db, desk.link(id), session, { now })).toEqual({
        ok: false,
        reason: 'not-waiting'
      });
  });

  test('of the edition ends the registration', async () => {
    const event = await desk.open({ capacity: 1 });
    await desk.enter(event, 'complet');
    const id = await desk.enter(event, 'renonce');
    expect(await leaveWaiting(db, desk.link(id), null, { now })).toMatchObject({ ok: true });
    expect(await desk.read(id)).toMatchObject({ status: 'cancelled', rank: null });
  });
});

describe('a place offered', () => {
  async function anOffer(sessions: (event: EventId) => Promise<ProgrammeSessionId[]>) {
    const event = await desk.open({ capacity: 1 }, { promotion: 'offer', offerHours: 24 });
    const wished = await sessions(event);
    const holder = await desk.enter(event, 'titulaire');
    const next = await desk.enter(event, 'suivante', { sessions: wished });
    const last = await desk.enter(event, 'derniere');
    await cancelRegistration(db, desk.link(holder), { now });
    return { event, next, last };
  }

  test('is taken in time with the sessions wished; pressing twice says the same', async () => {
    const { event, next } = await anOffer(async (id) => [await aSession(db, id)]);
    expect(await desk.read(next)).toMatchObject({
      status: 'offered',
      offerExpiresAt: after(24).now
    });
    const confirm = () => confirmOffer(db, desk.link(next), null, after(23));
    expect(await confirm()).toEqual({ ok: true, registration: next, repeated: false });
    expect(await confirm()).toEqual({ ok: true, registration: next, repeated: true });
    expect(await desk.read(next)).toMatchObject({
      status: 'confirmed',
      offerExpiresAt: null,
      choices: [{ status: 'confirmed' }]
    });
    expect(await desk.traces(next)).toEqual([
      'register: Inscription en ligne',
      'offer: Maillage',
      `confirm: ${HOLDER}`
    ]);
    const kinds = (await desk.mails(event, 'suivante')).slice(-2);
    expect(kinds).toEqual(['registration-offer', 'registration-confirmed']);
  });

  test('is too late at the deadline to the instant: it has gone to the next one', async () => {
    const { next, last } = await anOffer(() => Promise.resolve([]));
    expect(await confirmOffer(db, desk.link(next), null, after(24))).toEqual({
      ok: false,
      reason: 'too-late'
    });
    expect(await desk.read(next)).toMatchObject({ status: 'expired' });
    expect(await desk.read(last)).toMatchObject({ status: 'offered' });
  });

  test('is declined by leaving: the next one has it', async () => {
    const { next, last } = await anOffer(() => Promise.resolve([]));
    expect(await leaveWaiting(db, desk.link(next), null, { now })).toMatchObject({ ok: true });
    expect(await desk.read(last)).toMatchObject({ status: 'offered' });
    expect(await confirmOffer(db, desk.link(next), null, { now })).toEqual({
      ok: false,
      reason: 'no-offer'
    });
  });

  test('in a session is taken, or expires, while the place in the edition stays', async () => {
    const event = await desk.open({}, { promotion: 'offer', offerHours: 24 });
    const session = await aSession(db, event, { capacity: 1 });
    const [first, second, third] = [
      await desk.enter(event, 'atelier-un', { sessions: [session] }),
      await desk.enter(event, 'atelier-deux', { sessions: [session] }),
      await desk.enter(event, 'atelier-trois', { sessions: [session] })
    ];
    await cancelRegistration(db, desk.link(first), { now });
    expect(await desk.read(second)).toMatchObject({ choices: [{ status: 'offered' }] });
    await settlePlaces(db, event, after(25).now);
    expect(await desk.read(second)).toMatchObject({
      status: 'confirmed',
      choices: [{ status: 'expired' }]
    });
    expect(await confirmOffer(db, desk.link(second), session, after(25))).toEqual({
      ok: false,
      reason: 'too-late'
    });
    expect(await confirmOffer(db, desk.link(third), session, after(26))).toMatchObject({
      ok: true
    });
    expect(await desk.read(third)).toMatchObject({ choices: [{ status: 'confirmed' }] });
  });
});

describe('changing a registration', () => {
  test('keeps the rank of what is kept, takes what is free, gives up the rest, and is traced', async () => {
    const event = await desk.open();
    const full = await aSession(db, event, { capacity: 1 });
    const left = await aSession(db, event, {
      startsAt: '2027-03-18T13:00:00Z',
      endsAt: '2027-03-18T14:00:00Z',
      capacity: 1
    });
    await desk.enter(event, 'occupe', { sessions: [full] });
    const id = await desk.enter(event, 'change', { sessions: [full, left] });
    const next = await desk.enter(event, 'ensuite', { sessions: [full, left] });
    expect(
      await change(id, { sessions: [full], lastName: 'Autrement', meal: 'Sans gluten' })
    ).toEqual({ ok: true, registration: id });
    expect(await desk.read(id)).toMatchObject({
      lastName: 'Autrement',
      choices: [
        { session: full, status: 'waitlisted', rank: 1 },
        { session: left, status: 'cancelled' }
      ]
    });
    expect(await desk.read(next)).toMatchObject({
      choices: [
        { session: full, status: 'waitlisted', rank: 2 },
        { session: left, status: 'confirmed' }
      ]
    });
    expect(await desk.traces(id)).toContain(`change: ${HOLDER}`);
  });

  test('to a full category is refused, and what is held is kept', async () => {
    const event = await desk.open();
    const [wide, narrow] = [
      await aCategory(event, 'Large', 9),
      await aCategory(event, 'Étroite', 1)
    ];
    const id = await desk.enter(event, 'large', { category: wide });
    const other = await desk.enter(event, 'etroite', { category: narrow });
    expect(await change(id, { category: narrow })).toEqual({ ok: false, reason: 'category-full' });
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed', category: { id: wide } });
    await change(other, { category: wide });
    expect(await change(id, { category: narrow })).toMatchObject({ ok: true });
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed', category: { id: narrow } });
  });

  test('is refused after the closing, once ended, and when two sessions overlap; nothing is given up', async () => {
    const event = await desk.open({}, { closesAt: '2027-03-01T08:00:00Z' });
    const [one, other] = [await aSession(db, event), await aSession(db, event)];
    const id = await desk.enter(event, 'refus', { sessions: [one] });
    expect(await change(id, { sessions: [one, other] })).toMatchObject({
      ok: false,
      reason: 'overlap'
    });
    const closed = { now: new Date('2027-03-01T08:00:00Z') };
    expect(await change(id, { sessions: [] }, closed)).toEqual({ ok: false, reason: 'closed' });
    expect(await desk.read(id)).toMatchObject({ choices: [{ status: 'confirmed' }] });
    await cancelRegistration(db, desk.link(id), { now });
    expect(await change(id, { sessions: [] })).toEqual({ ok: false, reason: 'ended' });
  });

  test('where somebody may be recognised waits to be read again', async () => {
    const event = await desk.open();
    const id = await desk.enter(event, 'relit');
    const access = 'Pensez à Mme Esquisse, née le 12/03/1934.';
    expect(await change(id, { access })).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await change(id, { access, reread: true })).toMatchObject({ ok: true });
  });
});
