import { beforeEach, expect, test } from 'vitest';
import { editionEntry } from '#domain/events/calendar/edition.ts';
import { listPublicCalendar } from '#domain/events/server/calendar/queries.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { listShownPartners } from '#domain/events/server/partners/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent, getManagedEvent } from '#domain/events/server/queries.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import { anEvent, aSession } from '../../tests/factories/events.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { getEventJson } from './api/events.ts';
import { decideRetained, getReportable, listRetained, reportContent } from './withholding.ts';

const SECRET = 'zibelune';
const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });

beforeEach(async () => {
  await db.deleteFrom('event').execute();
});

/** An edition whose every free text tells of somebody. */
async function aTellingEvent() {
  const { id, slug } = await anEvent(db, territory.id, { title: 'Rencontre parlante' });
  await db
    .updateTable('event')
    .set({
      ...{ summary: SECRET, description: SECRET, intended_for: SECRET, lodging: SECRET },
      ...{ access_walk: SECRET, access_bus: SECRET, access_car: SECRET },
      ...{ access_reduced_mobility: SECRET, cancel_reason: SECRET }
    })
    .where('id', '=', id)
    .execute();
  const session = await aSession(db, id, { title: 'Atelier' });
  await db
    .updateTable('programme_session')
    .set({ description: SECRET, materials: SECRET })
    .where('id', '=', session)
    .execute();
  await db
    .insertInto('event_partner')
    .values({ event_id: id, name: 'Partenaire', role: 'partner', means: SECRET })
    .execute();
  return { id, slug, content: { kind: 'event', key: slug } };
}

/** Everything a visitor reads of it, as one text. */
async function shown({ id, slug }: Awaited<ReturnType<typeof aTellingEvent>>): Promise<string> {
  const events = await listPublicCalendar(db, { since: now });
  return JSON.stringify([
    await getEvent(db, VISITOR, slug),
    await getProgramme(db, id),
    await listShownPartners(db, id),
    await getEventJson(db, slug),
    await listAgenda(db, VISITOR, {}, now),
    events.map((one) => editionEntry(one, 'https://exemple.test'))
  ]);
}

test('a rencontre that speaks of somebody loses its texts everywhere at once; its title and date stay', async () => {
  const event = await aTellingEvent();
  expect((await shown(event)).split(SECRET).length).toBeGreaterThan(10);
  expect(await reportContent(db, VISITOR, event.content, { reason: 'name' })).toMatchObject({
    ok: true
  });
  const text = await shown(event);
  expect(text).not.toContain(SECRET);
  expect(text).toContain('Rencontre parlante');
  expect(text).toContain('2027-03-18T08:00:00.000Z');
  expect((await getManagedEvent(db, animator, event.slug)).summary).toBe(SECRET);
  const { waiting } = await listRetained(db, animator, territory.id);
  expect(waiting).toMatchObject([{ label: 'Rencontre : Rencontre parlante' }]);
  expect(waiting[0]!.texts.map(({ label }) => label)).toEqual([
    'Résumé',
    'Présentation',
    'Pour qui',
    'Comment venir',
    'Où dormir',
    'Raison de l’annulation',
    'Séance « Atelier »',
    'Partenaire « Partenaire »'
  ]);
  await decideRetained(db, animator, waiting[0]!.withholding, 'restore');
  expect(await shown(event)).toContain(SECRET);
});

test('removed, its words are nowhere, and calendars take it again', async () => {
  const event = await aTellingEvent();
  await reportContent(db, VISITOR, event.content, {});
  const { waiting } = await listRetained(db, animator, territory.id);
  await decideRetained(db, animator, waiting[0]!.withholding, 'remove');
  const managed = await getManagedEvent(db, animator, event.slug);
  expect(JSON.stringify([managed, await shown(event)])).not.toContain(SECRET);
  expect(managed.calendarSequence).toBe(2);
});

test('whoever may not read a draft neither reports it nor learns that it exists', async () => {
  const { slug } = await anEvent(db, territory.id, { status: 'draft' });
  const content = { kind: 'event', key: slug };
  await expect(getReportable(db, VISITOR, content)).rejects.toBeInstanceOf(NotFound);
  await expect(reportContent(db, VISITOR, content, {})).rejects.toBeInstanceOf(NotFound);
  expect((await getReportable(db, animator, content)).page).toBe(`/rencontres/${slug}`);
});
