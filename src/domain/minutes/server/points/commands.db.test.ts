import { beforeAll, expect, test } from 'vitest';
import { keepPoints } from '#domain/events/server/workshop/commands.ts';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { arrangeFollowUp } from '../follow-ups/commands.ts';
import { validateMinutes } from '../publication/commands.ts';
import { readMinutes } from '../queries.ts';
import { takeUpPoints } from './commands.ts';
import { listPointsToTakeUp } from './queries.ts';

let db: Database;
let other: Database;
let territory: TerritoryId;
let animator: PersonActor;

beforeAll(async () => {
  const url = await testDatabaseUrl();
  [db, other] = [connect(url), connect(url)];
  territory = (await aTerritory(db)).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  return () => Promise.all([db.destroy(), other.destroy()]);
});

async function aWorkshop(...whats: string[]): Promise<EventId> {
  const { id } = await anEvent(db, territory);
  await keepPoints(db, animator, id, { whats, reread: true });
  return id;
}

const toDo = async (event: EventId) =>
  (await readMinutes(db, event)).followUps.map(({ what }) => what);

test('what the workshop left to settle is taken up at once, and only once', async () => {
  const event = await aWorkshop('Qui vient la nuit ?', 'Le canton de Montech');
  await db
    .updateTable('workshop_point')
    .set({ settled_at: new Date() })
    .where('event_id', '=', event)
    .where('what', '=', 'Le canton de Montech')
    .execute();
  await keepPoints(db, animator, event, { whats: ['Et le dimanche ?'], reread: true });
  const points = ['Qui vient la nuit ?', 'Et le dimanche ?'];
  expect(await listPointsToTakeUp(db, event)).toEqual(points);
  expect(await takeUpPoints(db, animator, event)).toEqual({ ok: true, taken: 2 });
  expect(await toDo(event)).toEqual(points);
  expect(await listPointsToTakeUp(db, event)).toEqual([]);
  expect(await takeUpPoints(db, animator, event)).toEqual({ ok: true, taken: 0 });
  expect(await toDo(event)).toEqual(points);
});

test('two people who take them up at once add each of them once', async () => {
  const event = await aWorkshop('Un', 'Deux');
  const outcomes = await Promise.all([
    takeUpPoints(db, animator, event),
    takeUpPoints(other, animator, event)
  ]);
  expect(outcomes.map((one) => one.ok && one.taken).toSorted()).toEqual([0, 2]);
  expect(await toDo(event)).toEqual(['Un', 'Deux']);
});

test('one that was taken off stays off, and validated minutes take nothing up', async () => {
  const event = await aWorkshop('Un');
  await takeUpPoints(db, animator, event);
  const [{ id: followUp }] = (await readMinutes(db, event)).followUps as never as [{ id: never }];
  await arrangeFollowUp(db, animator, event, { followUp, gesture: 'remove' });
  expect(await takeUpPoints(db, animator, event)).toEqual({ ok: true, taken: 0 });
  await arrangeFollowUp(db, animator, event, { followUp, gesture: 'restore' });
  const seen = (await readMinutes(db, event)).updatedAt!.getTime();
  await validateMinutes(db, animator, event, { audience: 'members', seen }, new Date());
  await keepPoints(db, animator, event, { whats: ['Deux'], reread: true });
  expect(await takeUpPoints(db, animator, event)).toEqual({ ok: false, reason: 'validated' });
  expect(await toDo(event)).toEqual(['Un']);
});

test('nobody takes them up but who manages the edition', async () => {
  const event = await aWorkshop('Un');
  const member = await person(db, { roles: [{ territory, role: 'member' }] });
  for (const actor of [VISITOR, member])
    await expect(takeUpPoints(db, actor, event)).rejects.toThrow(Forbidden);
  expect(await toDo(event)).toEqual([]);
});

test('they are taken up with as many statements for one as for three', async () => {
  const count = async (...whats: string[]) => {
    const event = await aWorkshop(...whats);
    return countingStatements(db, (counted) => takeUpPoints(counted, animator, event));
  };
  expect(await count('Un', 'Deux', 'Trois')).toBe(await count('Un'));
});
