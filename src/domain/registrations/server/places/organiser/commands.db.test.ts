import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { CategoryId, EventId, QuestionId } from '#shared/ids.ts';
import { aSession } from '../../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aRequest } from '../../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../../tests/support/desk.ts';
import { cancelRegistration } from '../holder/commands.ts';
import {
  addRegistration,
  cancelForSomeone,
  moveRegistration,
  overrulePlace,
  type WhenFull
} from './commands.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;
let animator: PersonActor;
let member: PersonActor;
const desk = deskOf(db, () => territory.id, now);

beforeAll(async () => {
  territory = await aTerritory(db);
  const roles = (role: 'animator' | 'member') => [{ territory: territory.id, role }];
  animator = await person(db, { name: 'Salomé Essai', roles: roles('animator') });
  member = await person(db, { roles: roles('member') });
});

async function aCategory(event: EventId, label: string, capacity: number): Promise<CategoryId> {
  const { id } = await db
    .insertInto('registration_category')
    .values({ event_id: event, label, capacity })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as CategoryId;
}

function add(
  event: EventId,
  name: string | null,
  whenFull: WhenFull,
  traits: Parameters<typeof aRequest>[0] = {}
) {
  const email = name === null ? null : `${name}@exemple.test`;
  return addRegistration(db, animator, event, { ...aRequest(traits), email }, { now, whenFull });
}

async function added(...asked: Parameters<typeof add>) {
  const outcome = await add(...asked);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.registration;
}

function audits(event: EventId) {
  return db
    .selectFrom('audit_entry')
    .select(['action', 'actor_label'])
    .where('target_kind', '=', 'registration')
    .where('target_id', 'in', (eb) =>
      eb
        .selectFrom('registration')
        .select((row) => row.cast<string>('registration.id', 'text').as('id'))
        .where('event_id', '=', event)
    )
    .orderBy('id')
    .execute();
}

describe('adding somebody', () => {
  test('gives a place before the opening, writes to her, and says who did it', async () => {
    const event = await desk.open({}, { opensAt: '2027-03-01T08:00:00Z' });
    const id = await added(event, 'telephone', 'refuse');
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed', origin: 'organiser' });
    expect(await desk.mails(event, 'telephone')).toEqual(['registration-confirmed']);
    expect(await desk.traces(id)).toEqual(['register: Salomé Essai', 'add: Salomé Essai']);
    expect(await audits(event)).toEqual([
      { action: 'registration.add', actor_label: 'Salomé Essai' }
    ]);
  });

  test('without an address is possible, and writes to nobody', async () => {
    const event = await desk.open();
    const id = await added(event, null, 'refuse');
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed', email: null });
    expect(await add(event, null, 'refuse')).toMatchObject({ ok: true });
  });

  test('once it is full: refused, put at the end of the list, or given one more than there are', async () => {
    const event = await desk.open({ capacity: 1 });
    const session = await aSession(db, event, { capacity: 1 });
    await desk.enter(event, 'titulaire', { sessions: [session] });
    await desk.enter(event, 'attend-deja');
    expect(await add(event, 'refusee', 'refuse')).toEqual({ ok: false, reason: 'full' });
    const waiting = await added(event, 'attend', 'wait');
    expect(await desk.read(waiting)).toMatchObject({ status: 'waitlisted', rank: 2 });
    expect(await desk.mails(event, 'attend')).toEqual(['registration-waiting']);
    const beyond = await added(event, 'en-plus', 'beyond', { sessions: [session] });
    expect(await desk.read(beyond)).toMatchObject({
      status: 'confirmed',
      overruled: true,
      choices: [{ session, status: 'confirmed' }]
    });
    expect(await desk.read(waiting)).toMatchObject({ status: 'waitlisted', rank: 2 });
  });

  test('already registered is said, and not written twice; one who had cancelled comes again', async () => {
    const event = await desk.open();
    const id = await desk.enter(event, 'deja');
    expect(await add(event, 'deja', 'beyond')).toEqual({ ok: false, reason: 'already' });
    expect(await desk.mails(event, 'deja')).toHaveLength(1);
    await cancelRegistration(db, desk.link(id), { now });
    expect(await added(event, 'deja', 'refuse')).toBe(id);
    expect(await desk.read(id)).toMatchObject({ status: 'confirmed' });
  });

  test('keeps what she said of her meal and her coming; a question that must be answered may wait, not a wrong answer', async () => {
    const event = await desk.open();
    const { id } = await db
      .insertInto('registration_question')
      .values({ event_id: event, kind: 'one', label: 'Un stand ?', required: true })
      .returning('id')
      .executeTakeFirstOrThrow();
    const needs = { meal: 'Sans gluten', access: 'Une place près de la porte' };
    const silent = await added(event, 'silence', 'refuse', needs);
    expect(
      await db
        .selectFrom('registration_need')
        .select(['meal', 'access'])
        .where('registration_id', '=', silent)
        .execute()
    ).toEqual([needs]);
    const answers = [{ question: id as QuestionId, value: 'Peut-être' }];
    expect(await add(event, 'fausse', 'refuse', { answers })).toMatchObject({
      reason: 'invalid',
      issues: [{ path: `answers.${id}` }]
    });
  });

  test('where somebody may be recognised waits to be read again', async () => {
    const event = await desk.open();
    const access = 'Pensez à Mme Esquisse, née le 12/03/1934.';
    expect(await add(event, 'relue', 'refuse', { access })).toMatchObject({
      reason: 'second-reading',
      readings: [{ field: 'acces' }]
    });
    expect(await add(event, 'relue', 'refuse', { access, reread: true })).toMatchObject({
      ok: true
    });
  });

  test('two sessions at once, or a category that is not offered, are refused beside their field', async () => {
    const event = await desk.open();
    const sessions = [await aSession(db, event), await aSession(db, event)];
    expect(await add(event, 'double', 'refuse', { sessions })).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'sessions' }]
    });
    expect(await add(event, 'double', 'refuse', { category: 99999 as CategoryId })).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'category' }]
    });
  });
});

describe('cancelling for somebody', () => {
  test('frees what she held, tells her, and says who did it; a second time, it is done already', async () => {
    const event = await desk.open({ capacity: 1 });
    const [first, second] = [await desk.enter(event, 'annulee'), await desk.enter(event, 'suivie')];
    expect(await cancelForSomeone(db, animator, first, { now })).toEqual({ ok: true });
    expect(await desk.read(first)).toMatchObject({ status: 'cancelled' });
    expect(await desk.read(second)).toMatchObject({ status: 'confirmed' });
    expect(await desk.mails(event, 'annulee')).toEqual([
      'registration-confirmed',
      'registration-withdrawn'
    ]);
    expect(await desk.traces(first)).toContain('cancel: Salomé Essai');
    expect(await audits(event)).toEqual([
      { action: 'registration.cancel', actor_label: 'Salomé Essai' }
    ]);
    const again = await cancelForSomeone(db, animator, first, { now });
    expect(again).toEqual({ ok: false, reason: 'ended' });
    expect(await desk.mails(event, 'annulee')).toHaveLength(2);
  });
});

describe('overruling', () => {
  test('a free place is given as such; one beyond the capacity takes nothing from the others', async () => {
    const event = await desk.open({ capacity: 1 });
    const session = await aSession(db, event, { capacity: 1 });
    const first = await desk.enter(event, 'un', { sessions: [session] });
    const second = await desk.enter(event, 'deux', { sessions: [session] });
    const over = (session_: typeof session | null) =>
      overrulePlace(db, animator, second, session_, { now });
    expect(await over(session)).toEqual({ ok: false, reason: 'no-place-yet' });
    expect(await over(null)).toEqual({ ok: true, overruled: true });
    expect(await over(null)).toEqual({ ok: false, reason: 'has-place' });
    expect(await desk.read(second)).toMatchObject({ choices: [{ status: 'waitlisted', rank: 1 }] });
    expect(await over(session)).toEqual({ ok: true, overruled: true });
    expect(await desk.read(second)).toMatchObject({ choices: [{ status: 'confirmed' }] });
    expect(await desk.read(first)).toMatchObject({ status: 'confirmed', overruled: false });
    expect(await desk.traces(second)).toContain('overrule: Salomé Essai');
    expect(await desk.mails(event, 'deux')).toContain('registration-moved');
  });

  test('a place given beyond the capacity goes to nobody when it is given back', async () => {
    const event = await desk.open({ capacity: 1 });
    await desk.enter(event, 'reste');
    const over = await added(event, 'en-plus-part', 'beyond');
    const waiting = await desk.enter(event, 'attend-encore');
    await cancelForSomeone(db, animator, over, { now });
    expect(await desk.read(waiting)).toMatchObject({ status: 'waitlisted', rank: 1 });
  });
});

describe('moving', () => {
  test('to a full category waits for it to be said beyond, and then frees the former', async () => {
    const event = await desk.open();
    const [from, to] = [await aCategory(event, 'De', 1), await aCategory(event, 'Vers', 1)];
    const id = await desk.enter(event, 'bouge', { category: from });
    await desk.enter(event, 'tient', { category: to });
    const waiting = await desk.enter(event, 'attend-de', { category: from });
    const move = (beyond: boolean) =>
      moveRegistration(db, animator, id, { category: to }, { now, beyond });
    expect(await move(false)).toEqual({ ok: false, reason: 'full' });
    expect(await desk.read(waiting)).toMatchObject({ status: 'waitlisted' });
    expect(await move(true)).toEqual({ ok: true, overruled: true });
    expect(await desk.read(id)).toMatchObject({ category: { id: to }, overruled: true });
    expect(await desk.read(waiting)).toMatchObject({ status: 'confirmed' });
  });

  test('from a session to another gives the first one to who waits; overlapping, it is refused', async () => {
    const event = await desk.open();
    const later = { startsAt: '2027-03-18T13:00:00Z', endsAt: '2027-03-18T14:00:00Z' };
    const [morning, same, noon] = [
      await aSession(db, event, { capacity: 1 }),
      await aSession(db, event),
      await aSession(db, event, later)
    ];
    const id = await desk.enter(event, 'seance', { sessions: [morning] });
    const waiting = await desk.enter(event, 'attend-matin', { sessions: [morning] });
    const move = (from: typeof morning | null, to: typeof morning | null) =>
      moveRegistration(db, animator, id, { from, to }, { now });
    expect(await move(null, same)).toEqual({ ok: false, reason: 'overlap' });
    expect(await move(morning, noon)).toEqual({ ok: true, overruled: false });
    expect(await desk.read(id)).toMatchObject({
      choices: [
        { session: morning, status: 'cancelled' },
        { session: noon, status: 'confirmed' }
      ]
    });
    expect(await desk.read(waiting)).toMatchObject({ choices: [{ status: 'confirmed' }] });
    expect(await desk.traces(id)).toContain('move: Salomé Essai');
  });

  test('somebody whose registration has ended is refused', async () => {
    const event = await desk.open();
    const id = await desk.enter(event, 'finie');
    await cancelRegistration(db, desk.link(id), { now });
    const moved = moveRegistration(db, animator, id, { category: null }, { now });
    expect(await moved).toEqual({ ok: false, reason: 'ended' });
  });
});

test('only who manages the edition does any of it: a member is refused, and nothing has changed', async () => {
  const event = await desk.open();
  const id = await desk.enter(event, 'protegee');
  const acts = [
    () => addRegistration(db, member, event, aRequest({}), { now, whenFull: 'beyond' }),
    () => cancelForSomeone(db, member, id, { now }),
    () => overrulePlace(db, member, id, null, { now }),
    () => moveRegistration(db, member, id, { category: null }, { now })
  ];
  for (const act of acts) await expect(act()).rejects.toThrow('organisée par d’autres');
  expect(await desk.read(id)).toMatchObject({ status: 'confirmed' });
  expect(await desk.traces(id)).toEqual(['register: Inscription en ligne']);
  expect(await audits(event)).toEqual([]);
});
