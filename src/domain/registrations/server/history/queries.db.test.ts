import { expect, test } from 'vitest';
import { cancelRegistration } from '../places/holder/commands.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../tests/support/desk.ts';
import { findAttendance } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const now = new Date('2027-02-01T10:00:00Z');
const desk = deskOf(db, () => territory.id, now);

const NOTHING = {
  ...{ registered: 0, waiting: 0, structures: 0, professions: 0, communes: 0 },
  ...{ present: null, declared: null, declaredSource: '', erased: 0 }
};

test('an edition counts those who have a place, with their different structures and professions', async () => {
  const event = await desk.open({ capacity: 2 });
  const at = (structureLabel: string, professionLabel: string) => ({
    structureLabel,
    professionLabel
  });
  await desk.enter(event, 'une', at('CLIC de l’Exemple', 'Infirmière'));
  const gone = await desk.enter(event, 'partie', at('Maison Inventée', 'Médecin'));
  await desk.enter(event, 'venue', at('clic de l’exemple', 'Assistante sociale'));
  await desk.enter(event, 'attend', at('Autre', 'Autre'));
  expect(await findAttendance(db, event)).toEqual({
    ...NOTHING,
    ...{ registered: 2, waiting: 2, structures: 2, professions: 2 }
  });
  await cancelRegistration(db, desk.link(gone), { now });
  expect(await findAttendance(db, event)).toEqual({
    ...NOTHING,
    ...{ registered: 2, waiting: 1, structures: 1, professions: 2 }
  });
});

test('an edition without registrations has what was declared', async () => {
  const { id } = await anEvent(db, territory.id);
  await db
    .updateTable('event')
    .set({ declared_participants: 61, declared_source: 'Bilan' })
    .where('id', '=', id)
    .execute();
  expect(await findAttendance(db, id)).toEqual({
    ...NOTHING,
    ...{ declared: 61, declaredSource: 'Bilan' }
  });
});

test('where entries were noted, those who came are counted, each once, and not who only has a place', async () => {
  const event = await desk.open();
  const came = await desk.enter(event, 'une', { structureLabel: 'CLIC de l’Exemple' });
  await desk.enter(event, 'absente', { structureLabel: 'Maison Inventée' });
  const left = await desk.enter(event, 'repris', { structureLabel: 'Autre' });
  await comesIn(db, event, came);
  await comesIn(db, event, came, { at: '2026-03-19T08:06:00Z' });
  await comesIn(db, event, left);
  await comesIn(db, event, left, { kind: 'out', at: '2026-03-19T08:06:00Z' });
  expect(await findAttendance(db, event)).toMatchObject({
    registered: 3,
    present: 1,
    structures: 1
  });
});
