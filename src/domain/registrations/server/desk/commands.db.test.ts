import { beforeAll, describe, expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { CategoryId, EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { DeskInput } from '../../settings.ts';
import { register } from '../places/commands.ts';
import { listRegistrationsOf } from '../places/queries.ts';
import { saveQuestions } from './asking/commands.ts';
import { openNow, saveDesk } from './commands.ts';
import { saveCategories, setCapacities } from './places/commands.ts';
import { getDesk, getDeskForm } from './queries.ts';

const db = await testDatabase();
const organiser = operator('test');
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;

beforeAll(async () => {
  territory = await aTerritory(db);
});

async function anOpenEvent(traits: Parameters<typeof anEvent>[2] = {}): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, traits);
  await openDesk(db, id);
  return id;
}

const asking = (event: EventId, name: string, traits: Parameters<typeof aRequest>[0] = {}) =>
  register(db, VISITOR, event, aRequest({ ...traits, email: `${name}@exemple.test` }), { now });

async function statuses(event: EventId): Promise<string[]> {
  return (await listRegistrationsOf(db, event)).map(({ status }) => status);
}

const SETTINGS: DeskInput = {
  ...{ opensAt: '2027-01-15T09:00', closesAt: '2027-03-10T18:00', promotion: 'offer' },
  ...{ offerHours: 24, asksCommune: true, asksMeal: true, asksAccess: true, asksHalfDays: false },
  ...{ groupsAllowed: true, listShared: false, photoAsked: false, message: '' }
};

describe('capacities', () => {
  test('fewer than are taken is refused with the figure, and nothing changes', async () => {
    const event = await anOpenEvent({ capacity: 5 });
    const session = await aSession(db, event, { capacity: 3 });
    for (const name of ['a', 'b']) await asking(event, name, { sessions: [session] });
    const sessions = [{ session, capacity: 1 }];
    const outcome = await setCapacities(db, organiser, event, { edition: 1, sessions }, { now });
    expect(outcome).toEqual({
      ok: false,
      reason: 'invalid',
      issues: [
        { path: 'edition', message: '2 places sont déjà prises : indiquez 2 au moins.' },
        { path: `sessions.${session}`, message: '2 places sont déjà prises : indiquez 2 au moins.' }
      ]
    });
    expect(await getDeskForm(db, event)).toMatchObject({
      capacity: 5,
      sessions: [{ capacity: 3 }]
    });
  });

  test('more of them go at once to who waits', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    for (const name of ['a', 'b', 'c']) await asking(event, name);
    expect(await statuses(event)).toEqual(['confirmed', 'waitlisted', 'waitlisted']);
    await setCapacities(db, organiser, event, { edition: 2, sessions: [] }, { now });
    expect(await statuses(event)).toEqual(['confirmed', 'confirmed', 'waitlisted']);
    await setCapacities(db, organiser, event, { edition: null, sessions: [] }, { now });
    expect(await statuses(event)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  test('are the organiser’s: a member reads the edition and sets nothing', async () => {
    const event = await anOpenEvent();
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const set = setCapacities(db, member, event, { edition: 1, sessions: [] }, { now });
    await expect(set).rejects.toThrow('organisée par d’autres');
  });
});

describe('categories', () => {
  test('have their own places and waiting list; one that somebody chose is not removed', async () => {
    const event = await anOpenEvent();
    const rows = [
      { id: null, label: 'Médecins', note: '', capacity: 1 },
      { id: null, label: 'Internes', note: '', capacity: null },
      { id: null, label: '', note: '', capacity: null }
    ];
    expect(await saveCategories(db, organiser, event, rows, { now })).toEqual({ ok: true });
    const [doctors, interns] = (await getDeskForm(db, event)).categories;
    for (const name of ['a', 'b']) await asking(event, name, { category: doctors!.id });
    await asking(event, 'c', { category: interns!.id });
    expect(await statuses(event)).toEqual(['confirmed', 'waitlisted', 'confirmed']);
    const without = [{ id: doctors!.id, label: '', note: '', capacity: null }];
    expect(await saveCategories(db, organiser, event, without, { now })).toMatchObject({
      ok: false,
      issues: [{ path: 'categories.0.label', message: expect.stringContaining('2 personnes') }]
    });
  });

  test('of the same name, or chosen without being offered, are refused', async () => {
    const event = await anOpenEvent();
    const twice = ['Médecins', 'médecins'].map((label) => ({
      ...{ id: null, label, note: '', capacity: null }
    }));
    expect(await saveCategories(db, organiser, event, twice, { now })).toMatchObject({
      ok: false,
      issues: [{ path: 'categories.1.label' }]
    });
    expect(await asking(event, 'a', { category: 987654 as CategoryId })).toMatchObject({
      ok: false,
      reason: 'invalid',
      issues: [{ path: 'category' }]
    });
  });
});

describe('questions', () => {
  test('that are required are asked for, and one that was answered is not removed', async () => {
    const event = await anOpenEvent();
    const question = { id: null, kind: 'one' as const, label: 'Un stand ?', hint: '' };
    await saveQuestions(db, organiser, event, [
      { ...question, options: ['Oui', 'Non'], required: true }
    ]);
    const [asked] = (await getDeskForm(db, event)).questions;
    const path = `answers.${asked!.id}`;
    expect(await asking(event, 'a')).toMatchObject({ reason: 'invalid', issues: [{ path }] });
    const wrong = [{ question: asked!.id, value: 'Peut-être' }];
    expect(await asking(event, 'a', { answers: wrong })).toMatchObject({ issues: [{ path }] });
    const right = [{ question: asked!.id, value: 'Oui' }];
    expect(await asking(event, 'a', { answers: right })).toMatchObject({ ok: true });
    const gone = { ...question, id: asked!.id, label: '', options: [], required: false };
    expect(await saveQuestions(db, organiser, event, [gone])).toMatchObject({
      ok: false,
      issues: [{ message: expect.stringContaining('1 personne y a répondu') }]
    });
  });
});

describe('the desk', () => {
  const said = { version: 1, reread: false, now };

  test('keeps what is settled, in the time of the edition; two who save at once do not erase each other', async () => {
    const event = await anOpenEvent();
    expect(await saveDesk(db, organiser, event, SETTINGS, said)).toEqual({ ok: true });
    expect(await getDesk(db, event)).toMatchObject({
      opensAt: new Date('2027-01-15T08:00:00Z'),
      closesAt: new Date('2027-03-10T17:00:00Z'),
      offerHours: 24,
      version: 2
    });
    const late = await saveDesk(db, organiser, event, SETTINGS, said);
    expect(late).toEqual({ ok: false, reason: 'stale' });
  });

  test('does not close after the start', async () => {
    const event = await anOpenEvent();
    const settings = { ...SETTINGS, closesAt: '2027-03-19T09:00' };
    expect(await saveDesk(db, organiser, event, settings, said)).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'closesAt' }]
    });
  });

  test('closed now, refuses whoever comes; opened again, takes them', async () => {
    const event = await anOpenEvent();
    expect(await openNow(db, organiser, event, { open: false, now })).toBe(true);
    expect(await asking(event, 'a')).toMatchObject({ ok: false, reason: 'closed', at: now });
    await openNow(db, organiser, event, { open: true, now });
    expect(await asking(event, 'a')).toMatchObject({ ok: true, status: 'confirmed' });
  });

  test('reads again a message where somebody may be recognised', async () => {
    const event = await anOpenEvent();
    const settings = { ...SETTINGS, message: 'Pensez à Mme Esquisse, née le 12/03/1934.' };
    const outcome = await saveDesk(db, organiser, event, settings, said);
    expect(outcome).toMatchObject({ ok: false, reason: 'second-reading' });
  });
});
