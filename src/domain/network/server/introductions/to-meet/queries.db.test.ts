import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { dismissIntroduction, markMade, planIntroduction } from '../commands.ts';
import { listToMeet } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T09:00:00Z');

let territory: TerritoryId;
let ids: StructureId[];
let referent: PersonActor;
let animator: PersonActor;

const toMeet = (now = NOW) => listToMeet(db, referent, [ids[0]!], now);
const pair = (b: number) => ({ territory, structures: [ids[0]!, ids[b]!] as const });

beforeAll(async () => {
  ({ territory, ids } = await aNeighbourhood(db, ['La nôtre', 'Deux', 'Trois', 'Quatre', 'Cinq']));
  referent = await person(db, { referentOf: [ids[0]!] });
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
});

beforeEach(async () => {
  await db.deleteFrom('wave').execute();
  await db.deleteFrom('introduction').execute();
});

test('those one’s own structure does not know are told, with what their fiches have in common', async () => {
  await anAskedWave(db, territory, ids, [
    [0, 1, 0],
    [0, 2, 1],
    [0, 3, 2]
  ]);
  const found = await toMeet();
  expect(found.map(({ name, level }) => [name, level])).toEqual([
    ['Deux', 0],
    ['Trois', 1]
  ]);
  expect(found[0]!.common).toBe('3 communes et les personnes âgées en commun');
});

test('what the others answered changes nothing of what one reads, whatever they answered', async () => {
  const mine = [
    [0, 1, 0],
    [0, 2, 1]
  ] as const;
  await anAskedWave(db, territory, ids, mine);
  const alone = await toMeet();
  for (const theirs of [0, 2, 4] as const) {
    await db.deleteFrom('wave').execute();
    await anAskedWave(db, territory, ids, [
      ...mine,
      [1, 0, theirs],
      [2, 0, theirs],
      [3, 0, theirs],
      [1, 3, 4]
    ]);
    expect(await toMeet()).toEqual(alone);
  }
});

test('a structure that has answered nothing is told of nobody, but whom it is to be introduced to', async () => {
  await anAskedWave(db, territory, ids, [[1, 0, 0]]);
  expect(await toMeet()).toEqual([]);
  const { id } = await anEvent(db, territory, { slug: 'hiver', title: 'Rencontre d’hiver' });
  await planIntroduction(db, animator, pair(1), id, NOW);
  expect(await toMeet()).toMatchObject([
    {
      name: 'Deux',
      level: null,
      isPlanned: true,
      eventTitle: 'Rencontre d’hiver',
      eventSlug: 'hiver'
    }
  ]);
  // Once it is over, it is planned no more.
  expect(await toMeet(new Date('2028-01-01T00:00:00Z'))).toEqual([]);
});

test('an edition that is not yet told is not told here', async () => {
  const { id } = await anEvent(db, territory, { status: 'draft', title: 'Secret' });
  await anAskedWave(db, territory, ids, []);
  await planIntroduction(db, animator, pair(1), id, NOW);
  expect(await toMeet()).toMatchObject([{ isPlanned: true, eventTitle: null, eventSlug: null }]);
});

test('those met, and those of no use, are told no more', async () => {
  await anAskedWave(db, territory, ids, [
    [0, 1, 0],
    [0, 2, 0],
    [0, 3, 0]
  ]);
  await markMade(db, animator, pair(1), NOW);
  await dismissIntroduction(db, animator, pair(2), NOW);
  expect((await toMeet()).map(({ name }) => name)).toEqual(['Quatre']);
});

test('the last answer counts', async () => {
  await anAskedWave(db, territory, ids, [[0, 1, 0]]);
  await anAskedWave(db, territory, ids, [[0, 1, 2]], { status: 'open' });
  expect(await toMeet()).toEqual([]);
});

test('nobody reads it for a structure she does not answer for', async () => {
  await expect(listToMeet(db, referent, [ids[1]!], NOW)).rejects.toThrow(Forbidden);
  await expect(listToMeet(db, referent, [ids[0]!, ids[1]!], NOW)).rejects.toThrow(Forbidden);
  expect(await listToMeet(db, animator, [], NOW)).toEqual([]);
});
