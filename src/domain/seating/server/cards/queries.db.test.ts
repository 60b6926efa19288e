import { beforeAll, describe, expect, test } from 'vitest';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { aTablePlan, someGuests, someSeats } from '../../../../../tests/factories/seatings.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { linesOf } from '../../cards.ts';
import { findCard, findComingRound, listBadgeTables } from './queries.ts';

const db = await testDatabase();
let event: EventId;
let guests: RegistrationId[];
const PEOPLE = [
  {
    firstName: 'Iris',
    lastName: 'Essai',
    professionCode: 'G15-60',
    structureLabel: 'CPTS des Essais'
  },
  {
    firstName: 'Noé',
    lastName: 'Secret',
    professionCode: 'G15-10',
    structureLabel: 'Maison discrète',
    professionLabel: 'Responsable unique de la Maison discrète',
    email: 'noe.secret@exemple.test',
    access: 'fauteuil'
  },
  {
    firstName: 'Lou',
    lastName: 'Visible',
    professionLabel: 'Infirmière de nuit',
    structureLabel: 'SSIAD visible'
  },
  {
    firstName: 'Zoé',
    lastName: 'Annulée',
    status: 'cancelled' as const,
    structureLabel: 'Structure annulée'
  }
];

beforeAll(async () => {
  const territory = await aTerritory(db);
  ({ id: event } = await anEvent(db, territory.id));
  guests = await someGuests(db, event, PEOPLE.length, (at) => PEOPLE[at]!);
  await aTablePlan(db, event, { rounds: 2, tables: ['Phare'], published: true, done: 1 });
  await someSeats(db, event, guests, { rounds: 2, size: 4 });
  await share(true);
  for (const at of [0, 2, 3])
    await db
      .updateTable('registration')
      .set({ list_consent: true })
      .where('id', '=', guests[at]!)
      .execute();
});

const share = (isShared: boolean) =>
  db
    .insertInto('registration_desk')
    .values({ event_id: event, list_shared: isShared })
    .onConflict((conflict) => conflict.column('event_id').doUpdateSet({ list_shared: isShared }))
    .execute();

describe('« votre parcours »', () => {
  test('says each round, its table and whom one will meet, and why', async () => {
    const card = (await findCard(db, event, guests[0]!))!;
    expect(
      card.rounds.map(({ number, table, tableName, isDone }) => [number, table, tableName, isDone])
    ).toEqual([
      [1, 1, 'Phare', true],
      [2, 1, 'Phare', false]
    ]);
    const [first, second] = card.rounds;
    expect(linesOf(card, first!)[0]).toEqual({
      ...{ who: 'Lou Visible', about: 'Infirmière de nuit, SSIAD visible' },
      why: 'autre structure, première fois à la même table'
    });
    expect(linesOf(card, second!)[0]!.why).toContain('déjà à votre table au tour 1');
  });

  test('whoever did not agree is neither named nor described by her own words, her structure or her needs', async () => {
    const card = (await findCard(db, event, guests[0]!))!;
    const shown = JSON.stringify(card);
    for (const leak of ['Noé', 'Secret', 'discrète', 'Responsable', 'fauteuil', 'noe.secret', '@'])
      expect(shown).not.toContain(leak);
    expect(linesOf(card, card.rounds[0]!)[1]).toMatchObject({ about: '', why: 'autre profession' });
  });

  test('whose place is cancelled is not announced', async () => {
    expect(JSON.stringify(await findCard(db, event, guests[0]!))).not.toContain('Zoé');
    expect(await findCard(db, event, guests[3]!)).toBeNull();
  });

  test('when the organiser keeps the list, nobody is named', async () => {
    await share(false);
    expect(JSON.stringify(await findCard(db, event, guests[0]!))).not.toMatch(/Lou|Visible/);
    await share(true);
  });

  test('before the plan is published there is nothing to read, nor to print on badges', async () => {
    const publish = (status: 'draft' | 'published') =>
      db.updateTable('table_plan').set({ status }).where('event_id', '=', event).execute();
    await publish('draft');
    expect(await findCard(db, event, guests[0]!)).toBeNull();
    expect((await listBadgeTables(db, event)).size).toBe(0);
    expect(await findComingRound(db, event)).toBeNull();
    await publish('published');
  });

  test('costs one statement, whoever is at the table', async () => {
    expect(await countingStatements(db, (one) => findCard(one, event, guests[0]!))).toBe(1);
  });
});

test('a badge says the table of each round, for one person or for all', async () => {
  const lines = ['Tour 1 · table 1', 'Tour 2 · table 1'];
  expect((await listBadgeTables(db, event)).get(guests[0]!)).toEqual(lines);
  expect([...(await listBadgeTables(db, event, guests[1])).keys()]).toEqual([guests[1]]);
});

test('the screen of the hall knows the next round, and nobody', async () => {
  expect(Object.keys((await findComingRound(db, event))!)).toEqual(['number', 'startsAt']);
  expect((await findComingRound(db, event))!.number).toBe(2);
});
