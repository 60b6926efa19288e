import { describe, expect, test } from 'vitest';
import type { CommuneCode, EventId, ProgrammeSessionId, RoomId } from '#shared/ids.ts';
import { instantOf } from '#shared/dates.ts';
import type { Programme, ProgrammeSession } from '../programme.ts';
import { editionEntry, programmeText, type CalendarEvent } from './edition.ts';

const SITE = 'https://maillage.exemple.test/';
const EVENT: CalendarEvent = {
  id: 7 as EventId,
  slug: 'journee-2027',
  title: 'Journée départementale 2027',
  summary: 'Se connaître pour mieux orienter.',
  status: 'published',
  startsAt: instantOf('2027-03-18T09:00', 'Europe/Paris'),
  endsAt: instantOf('2027-03-18T17:00', 'Europe/Paris'),
  timeZone: 'Europe/Paris',
  venue: {
    name: 'Salle des fêtes',
    address: '1 place du Marché',
    postalCode: '82200',
    commune: { code: '82112' as CommuneCode, name: 'Moissac' },
    onlineUrl: ''
  },
  contactName: 'Contrat local de santé',
  contactPhone: '05 36 49 00 01',
  calendarSequence: 3,
  cancelReason: '',
  updatedAt: new Date('2026-11-22T08:00:00Z')
};

const session = (id: number, traits: Partial<ProgrammeSession>): ProgrammeSession => ({
  id: id as ProgrammeSessionId,
  kind: 'workshop',
  title: `Atelier ${id}`,
  description: '',
  startsAt: instantOf('2027-03-18T10:00', 'Europe/Paris'),
  endsAt: instantOf('2027-03-18T11:30', 'Europe/Paris'),
  room: null,
  chosen: false,
  capacity: null,
  taken: 0,
  materials: '',
  themes: [],
  speakers: [],
  version: 1,
  ...traits
});

const PROGRAMME: Programme = {
  event: EVENT.id,
  rooms: [{ id: 1 as RoomId, name: 'Salle B', capacity: 20, note: '' }],
  speakers: [],
  sessions: [session(1, { room: 1 as RoomId, chosen: true }), session(2, {})]
};

describe('an edition in a calendar', () => {
  test('is one entry with its place, its programme and its page', () => {
    const entry = editionEntry(EVENT, SITE, PROGRAMME)!;
    expect(entry).toMatchObject({
      uid: 'rencontre-7.maillage.exemple.test',
      sequence: 3,
      status: 'CONFIRMED',
      location: 'Salle des fêtes, 1 place du Marché, 82200 Moissac',
      url: 'https://maillage.exemple.test/rencontres/journee-2027'
    });
    expect(entry.description).toContain(
      '10\u00a0h\u00a0–\u00a011\u00a0h\u00a030\u00a0: Atelier 1 (Salle B, au choix)'
    );
    expect(entry.description).toContain('Contact\u00a0: Contrat local de santé, 05 36 49 00 01');
  });

  test('cancelled, it says so first and why', () => {
    const entry = editionEntry({ ...EVENT, status: 'cancelled', cancelReason: 'Neige.' }, SITE)!;
    expect(entry.status).toBe('CANCELLED');
    expect(entry.description).toMatch(/^Rencontre annulée : Neige\./);
  });

  test('without a date there is no entry', () => {
    expect(editionEntry({ ...EVENT, startsAt: null, endsAt: null }, SITE)).toBeNull();
  });

  test('over two days the programme is under its days', () => {
    const second = session(3, {
      startsAt: instantOf('2027-03-19T09:00', 'Europe/Paris'),
      endsAt: instantOf('2027-03-19T10:00', 'Europe/Paris')
    });
    const text = programmeText(
      { ...PROGRAMME, sessions: [...PROGRAMME.sessions, second] },
      'Europe/Paris'
    );
    expect(text).toContain('jeudi 18 mars 2027\n10');
    expect(text).toContain('vendredi 19 mars 2027\n9\u00a0h');
  });
});
