import { expect, test } from 'vitest';
import { cancelRegistration } from '../places/holder/commands.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { deskOf } from '../../../../../tests/support/desk.ts';
import { findAttendance, listEditionFigures } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const now = new Date('2027-02-01T10:00:00Z');
const desk = deskOf(db, () => territory.id, now);

const NOTHING = {
  ...{ registered: 0, waiting: 0, structures: 0, professions: 0, communes: 0 },
  ...{ declared: null, declaredSource: '' }
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

test('the editions of a series stand side by side; one without registrations has what was declared', async () => {
  const { id } = await db
    .insertInto('event_series')
    .values({ territory_id: territory.id, slug: 'journee', title: 'Journée' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const before = await anEvent(db, territory.id, {
    ...{ series: id, startsAt: '2025-03-18T08:00:00Z', endsAt: '2025-03-18T16:00:00Z' }
  });
  await db
    .updateTable('event')
    .set({ declared_participants: 61, declared_source: 'Bilan' })
    .where('id', '=', before.id)
    .execute();
  const last = await anEvent(db, territory.id, { series: id });
  await openDesk(db, last.id);
  await desk.enter(last.id, 'seule');
  const figures = await listEditionFigures(db, id as never);
  expect(
    figures.map(({ event, registered, declared }) => [event.slug, registered, declared])
  ).toEqual([
    [last.slug, 1, null],
    [before.slug, 0, 61]
  ]);
  expect(await findAttendance(db, before.id)).toEqual({
    ...NOTHING,
    ...{ declared: 61, declaredSource: 'Bilan' }
  });
  expect(JSON.stringify(figures)).not.toContain('Essai');
});
