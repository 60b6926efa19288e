import { beforeAll, expect, test } from 'vitest';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listAcquaintanceLevels } from './queries.ts';

const db = await testDatabase();
let territory: TerritoryId;
let ids: StructureId[];

beforeAll(async () => {
  ({ territory, ids } = await aNeighbourhood(db, ['Un', 'Deux', 'Trois', 'Quatre']));
});

test('of the two answers of a pair, the higher counts; the last wave that said it counts; silence is not a level', async () => {
  await anAskedWave(db, territory, ids, [
    [0, 1, 0],
    [1, 0, 3],
    [2, 1, 1]
  ]);
  await anAskedWave(db, territory, ids, [[1, 0, 2]], { status: 'open' });
  const [one, two, three] = ids as [StructureId, StructureId, StructureId];
  expect(await listAcquaintanceLevels(db, territory, ids)).toEqual([
    { a: one, b: two, level: 2 },
    { a: two, b: three, level: 1 }
  ]);
  expect(await listAcquaintanceLevels(db, territory, [one, three])).toEqual([]);
  expect(await listAcquaintanceLevels(db, territory, [one])).toEqual([]);
});
