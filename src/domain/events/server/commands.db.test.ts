import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { civilTime } from '#shared/dates.ts';
import type { EventId } from '#shared/ids.ts';
import { aSession, anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { eventInput, type EventInput } from '../forms.ts';
import type { Event } from '../model.ts';
import { cancelEvent, createEvent, deleteDraft, publishEvent, updateEvent } from './commands.ts';
import { deleteHalfDay, saveHalfDay, setDates } from './dates/commands.ts';
import { getEvent, getManagedEventById } from './queries.ts';
import { createSeries } from './series/commands.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const NIR = 'Assurée 2 42 03 82 112 005 71';
const WHEN = { start: '2027-03-18T09:00', end: '2027-03-18T17:00' };
const db = await testDatabase();
const territory = await aTerritory(db);
const elsewhere = await aTerritory(db, 'ailleurs');
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const stranger = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });

const draft = { territory: territory.id, series: null, kind: 'meeting' as const, when: WHEN };
const open = async (title = 'Rencontre d’essai', more: object = {}) => {
  const made = await createEvent(db, animator, { ...draft, title, ...more }, NOW);
  if (!made.ok) throw new Error(made.reason);
  return made;
};
const read = (id: EventId) => getManagedEventById(db, animator, id);
const asInput = (event: Event, more: Partial<EventInput> = {}): EventInput =>
  eventInput.parse({
    ...event,
    organiser: event.organiser?.id ?? null,
    venue: { ...event.venue, commune: event.venue.commune?.code ?? null },
    ...more
  });

beforeEach(async () => {
  await db.deleteFrom('event').execute();
});

describe('opening an edition', () => {
  test('asks for a title, a kind and perhaps a date, and proposes its half-days', async () => {
    const { id, slug } = await open('Journée départementale', { kind: 'annual-day' });
    const event = await read(id);
    expect(slug).toBe('journee-departementale-2027');
    expect(event.status).toBe('draft');
    expect(event.halfDays.map(({ label }) => label)).toEqual(['Jeudi matin', 'Jeudi après-midi']);
    expect(event.startsAt?.toISOString()).toBe('2027-03-18T08:00:00.000Z');
  });

  test('may leave the date to a poll', async () => {
    const { id, slug } = await open('Se revoir', { when: null });
    expect(slug).toBe('se-revoir');
    expect(await read(id)).toMatchObject({ startsAt: null, endsAt: null, halfDays: [] });
  });

  test('refuses a date that is gone, unless it is kept for memory', async () => {
    const when = { start: '2024-09-17T09:00', end: '2024-09-17T12:00' };
    const gone = { ...draft, title: 'Passée', when };
    expect(await createEvent(db, animator, gone, NOW)).toEqual({ ok: false, reason: 'past' });
    const kept = await createEvent(db, animator, { ...gone, alreadyHeld: true }, NOW);
    expect(kept).toMatchObject({ ok: true, slug: 'passee-2024' });
  });

  test('gives two editions of the same name two addresses, even at the same moment', async () => {
    const made = await Promise.all([1, 2, 3].map(() => open('Même nom')));
    expect(made.map(({ slug }) => slug).sort()).toEqual([
      'meme-nom-2027',
      'meme-nom-2027-2',
      'meme-nom-2027-3'
    ]);
  });

  test('never takes the address of a page', async () => {
    expect((await open('Nouvelle', { when: null })).slug).toBe('nouvelle-rencontre');
  });

  test('is for those who lead the network, with a series of theirs', async () => {
    const input = { ...draft, title: 'Essai' };
    await expect(createEvent(db, stranger, input, NOW)).rejects.toThrow(Forbidden);
    await expect(createEvent(db, VISITOR, input, NOW)).rejects.toThrow(Forbidden);
    const theirs = await createSeries(db, stranger, {
      ...{ territory: elsewhere.id, title: 'À eux', description: '' }
    });
    if (!theirs.ok) throw new Error();
    const stolen = { ...input, series: theirs.id };
    await expect(createEvent(db, animator, stolen, NOW)).rejects.toThrow(NotFound);
  });
});

describe('changing an edition', () => {
  test('writes what is said of it', async () => {
    const { id } = await open();
    const input = asInput(await read(id), { summary: 'En une phrase.', title: 'Autre titre' });
    expect(await updateEvent(db, animator, id, { input, version: 1 })).toEqual({
      ok: true,
      version: 2
    });
    expect(await read(id)).toMatchObject({ summary: 'En une phrase.', title: 'Autre titre' });
  });

  test('of two people at once, one is refused and told, and nothing is lost', async () => {
    const { id } = await open();
    const before = await read(id);
    const saves = ['Le premier', 'Le second'].map((title) =>
      updateEvent(db, animator, id, { input: asInput(before, { title }), version: 1 })
    );
    const outcomes = await Promise.all(saves);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const after = await read(id);
    const refused = outcomes.find(({ ok }) => !ok);
    expect(refused).toMatchObject({
      reason: 'changed',
      theirs: { title: after.title, version: 2 }
    });
  });

  test('asks to read again a text in which somebody may be recognised', async () => {
    const { id } = await open();
    const input = asInput(await read(id), { description: NIR });
    expect(await updateEvent(db, animator, id, { input, version: 1 })).toMatchObject({
      reason: 'second-reading',
      readings: [{ field: 'description' }]
    });
    expect(await updateEvent(db, animator, id, { input, version: 1, reread: true })).toMatchObject({
      ok: true
    });
  });

  test('moves the calendars of a published edition only when they show what changed', async () => {
    const { id } = await anEvent(db, territory.id);
    const first = await read(id);
    await updateEvent(db, animator, id, {
      input: asInput(first, { lodging: 'Hôtel' }),
      version: 1
    });
    expect((await read(id)).calendarSequence).toBe(0);
    const renamed = asInput(first, { title: 'Renommée' });
    await updateEvent(db, animator, id, { input: renamed, version: 2 });
    expect((await read(id)).calendarSequence).toBe(1);
  });

  test('is for its team', async () => {
    const { id } = await anEvent(db, territory.id);
    const input = asInput(await read(id));
    const change = { input, version: 1 };
    await expect(updateEvent(db, stranger, id, change)).rejects.toThrow(Forbidden);
    await expect(cancelEvent(db, stranger, id, { reason: '' }, NOW)).rejects.toThrow(Forbidden);
    await expect(setDates(db, stranger, id, { when: WHEN }, NOW)).rejects.toThrow(Forbidden);
    const hidden = await open();
    await expect(deleteDraft(db, stranger, hidden.id)).rejects.toThrow(NotFound);
  });
});

describe('moving an edition', () => {
  test('moves its programme by whole days, at the same hours across the change of hour', async () => {
    const { id } = await anEvent(db, territory.id);
    const session = await aSession(db, id, { startsAt: '2027-03-18T09:00:00Z' });
    const when = { start: '2027-04-15T09:00', end: '2027-04-15T17:00' };
    expect(await setDates(db, animator, id, { when }, NOW)).toEqual({
      ...{ ok: true, sequence: 1, movedSessions: 1 }
    });
    const row = await db
      .selectFrom('programme_session')
      .select('starts_at')
      .where('id', '=', session)
      .executeTakeFirstOrThrow();
    expect(civilTime(row.starts_at, 'Europe/Paris')).toBe('2027-04-15T10:00');
  });

  test('keeps the half-days that people may have ticked, renamed to the new day', async () => {
    const { id } = await open();
    const before = (await read(id)).halfDays;
    const when = { start: '2027-03-23T09:00', end: '2027-03-24T12:00' };
    await setDates(db, animator, id, { when }, NOW);
    const after = (await read(id)).halfDays;
    expect(after.map(({ label }) => label)).toEqual([
      'Mardi matin',
      'Mardi après-midi',
      'Mercredi matin'
    ]);
    expect(after.slice(0, 2).map(({ id: half }) => half)).toEqual(
      before.map(({ id: half }) => half)
    );
  });

  test('gives a date to an edition that had none, and half-days with it', async () => {
    const { id } = await open('Se revoir', { when: null });
    await setDates(db, animator, id, { when: { ...WHEN, end: '2027-03-18T12:00' } }, NOW);
    expect((await read(id)).halfDays.map(({ label }) => label)).toEqual(['Jeudi matin']);
  });

  test('refuses a date that is gone, a cancelled edition, and what somebody changed meanwhile', async () => {
    const { id } = await anEvent(db, territory.id);
    const past = { start: '2026-03-18T09:00', end: '2026-03-18T17:00' };
    expect(await setDates(db, animator, id, { when: past }, NOW)).toMatchObject({ reason: 'past' });
    expect(await setDates(db, animator, id, { when: WHEN, version: 7 }, NOW)).toMatchObject({
      reason: 'changed'
    });
    await cancelEvent(db, animator, id, { reason: 'Neige' }, NOW);
    expect(await setDates(db, animator, id, { when: WHEN }, NOW)).toMatchObject({
      reason: 'cancelled'
    });
  });

  test('half-days are added, renamed and taken off, within its dates', async () => {
    const { id } = await open();
    const [morning] = (await read(id)).halfDays;
    const half = { label: 'Soirée', start: '2027-03-18T18:00', end: '2027-03-18T20:00' };
    expect(await saveHalfDay(db, animator, id, { half: null, draft: half })).toEqual({
      ...{ ok: false, reason: 'outside' }
    });
    const renamed = { label: 'Accueil', start: '2027-03-18T09:00', end: '2027-03-18T12:00' };
    await saveHalfDay(db, animator, id, { half: morning!.id, draft: renamed });
    await deleteHalfDay(db, animator, id, (await read(id)).halfDays[1]!.id);
    expect((await read(id)).halfDays.map(({ label }) => label)).toEqual(['Accueil']);
  });
});

describe('publishing, cancelling, giving up', () => {
  test('an edition is published when it has a date and a place', async () => {
    const { id, slug } = await open('Essai', { when: null });
    expect(await publishEvent(db, animator, id, NOW)).toEqual({
      ...{ ok: false, reason: 'missing', missing: ['date', 'place'] }
    });
    await expect(getEvent(db, VISITOR, slug)).rejects.toThrow(NotFound);
    await setDates(db, animator, id, { when: WHEN }, NOW);
    const event = await read(id);
    const input = asInput(event, { venue: { ...asInput(event).venue, name: 'Salle des fêtes' } });
    await updateEvent(db, animator, id, { input, version: event.version });
    expect(await publishEvent(db, animator, id, NOW)).toEqual({ ok: true });
    expect(await publishEvent(db, animator, id, NOW)).toEqual({ ok: true });
    expect(await getEvent(db, VISITOR, slug)).toMatchObject({ status: 'published' });
  });

  test('a cancelled edition stays, says why, and moves the calendars', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    expect(await cancelEvent(db, animator, id, { reason: NIR }, NOW)).toMatchObject({
      reason: 'second-reading'
    });
    expect(await cancelEvent(db, animator, id, { reason: 'Neige' }, NOW)).toEqual({ ok: true });
    expect(await cancelEvent(db, animator, id, { reason: 'Neige' }, NOW)).toMatchObject({
      reason: 'already'
    });
    expect(await getEvent(db, VISITOR, slug)).toMatchObject({
      ...{ status: 'cancelled', cancelReason: 'Neige', calendarSequence: 1 }
    });
    expect(await publishEvent(db, animator, id, NOW)).toEqual({ ok: false, reason: 'cancelled' });
  });

  test('a draft is given up; what people know of is not', async () => {
    const { id } = await open();
    expect(await cancelEvent(db, animator, id, { reason: '' }, NOW)).toMatchObject({
      reason: 'draft'
    });
    expect(await deleteDraft(db, animator, id)).toBe(true);
    await expect(read(id)).rejects.toThrow(NotFound);
    const { id: known } = await anEvent(db, territory.id);
    expect(await deleteDraft(db, animator, known)).toBe(false);
  });
});
