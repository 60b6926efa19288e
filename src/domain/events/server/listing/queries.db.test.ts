import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listAgenda, listManagedEvents, listTeamEvents } from './queries.ts';

const NOW = new Date('2027-01-10T09:00:00Z');
const db = await testDatabase();
const here = await aTerritory(db);
const elsewhere = await aTerritory(db, 'ailleurs');
const member = await person(db, { roles: [{ territory: here.id, role: 'member' }] });
const animator = await person(db, { roles: [{ territory: here.id, role: 'animator' }] });
const reception = await person(db, { roles: [{ territory: here.id, role: 'reception' }] });
const organiser = await person(db);

const PAST = { startsAt: '2026-03-18T08:00:00Z', endsAt: '2026-03-18T16:00:00Z' };
const LATER = { startsAt: '2027-06-18T08:00:00Z', endsAt: '2027-06-18T16:00:00Z' };
const titles = (events: readonly { title: string }[]) => events.map(({ title }) => title);
const agenda = async (actor: Parameters<typeof listAgenda>[1], filter: object = {}) =>
  titles((await listAgenda(db, actor, filter, NOW)).events);

beforeEach(async () => {
  await db.deleteFrom('event').execute();
  await anEvent(db, here.id, { title: 'Publique' });
  await anEvent(db, here.id, { title: 'Des membres', visibility: 'members', ...LATER });
  await anEvent(db, here.id, { title: 'Par son adresse', visibility: 'link' });
  await anEvent(db, here.id, { title: 'Brouillon', status: 'draft' });
  await anEvent(db, here.id, { title: 'Passée', ...PAST });
  await anEvent(db, elsewhere.id, { title: 'Ailleurs', ...LATER });
  await anEvent(db, elsewhere.id, { title: 'Annulée', status: 'cancelled', ...LATER });
});

describe('the agenda', () => {
  test('shows everybody what is public, the nearest first, struck out when cancelled', async () => {
    expect(await agenda(VISITOR)).toEqual(['Publique', 'Ailleurs', 'Annulée']);
    expect(await agenda(VISITOR, { past: true })).toEqual(['Passée']);
  });

  test('shows members what is theirs, and nobody what has only an address or is a draft', async () => {
    expect(await agenda(member)).toEqual(['Publique', 'Des membres', 'Ailleurs', 'Annulée']);
    expect(await agenda(reception)).not.toContain('Des membres');
    expect(await agenda(animator)).not.toContain('Brouillon');
    expect(await agenda(animator)).not.toContain('Par son adresse');
  });

  test('is filtered by territory and kind, and counted whole', async () => {
    expect(await agenda(VISITOR, { territory: 'ailleurs' })).toEqual(['Ailleurs', 'Annulée']);
    expect(await agenda(VISITOR, { territory: 'inconnu' })).toEqual([]);
    expect(await agenda(VISITOR, { kind: 'webinar' })).toEqual([]);
    const page = await listAgenda(db, VISITOR, { page: 2, perPage: 2 }, NOW);
    expect([titles(page.events), page.total]).toEqual([['Annulée'], 3]);
  });
});

describe('the editions one works on', () => {
  test('are those of the networks one leads, drafts included', async () => {
    expect(titles(await listManagedEvents(db, animator, NOW))).toEqual([
      ...['Passée', 'Publique', 'Par son adresse', 'Brouillon', 'Des membres']
    ]);
    expect(await listManagedEvents(db, member, NOW)).toEqual([]);
    expect(await listManagedEvents(db, VISITOR, NOW)).toEqual([]);
  });

  test('are those whose team one is in, with the widest role and the tasks that are late', async () => {
    const { id } = await anEvent(db, elsewhere.id, { title: 'Sienne', status: 'draft' });
    await db
      .insertInto('event_team_member')
      .values([
        { event_id: id, person_id: organiser.id, role: 'reception' },
        { event_id: id, person_id: organiser.id, role: 'organiser' }
      ])
      .execute();
    await db
      .insertInto('event_task')
      .values([
        { event_id: id, title: 'En retard', days_before: 90 },
        { event_id: id, title: 'Faite', days_before: 90, done_at: NOW },
        { event_id: id, title: 'À faire', days_before: 2 }
      ])
      .execute();
    expect(await listManagedEvents(db, organiser, NOW)).toMatchObject([
      { title: 'Sienne', role: 'organiser', lateTasks: 1 }
    ]);
    expect(await listTeamEvents(db, organiser)).toMatchObject([
      { title: 'Sienne', role: 'organiser' }
    ]);
    expect(await listTeamEvents(db, animator)).toEqual([]);
  });
});
