import { beforeAll, expect, it } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { NO_FILTER } from '../../listing.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructure } from '../commands.ts';
import { getStructure } from '../queries.ts';
import { searchStructures } from '../search/queries.ts';
import { followMergedCommunes } from './commands.ts';

const admin = operator('test');
const LANILDUT = '29112';
const PLOUARZEL = '29177';
const db = await testDatabase({ geography: true });

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  await createStructure(db, admin, aStructure({ name: 'MSP du port', communeCode: LANILDUT }));
});

it('a structure follows its commune into the one it merged with, and is found there', async () => {
  expect(await followMergedCommunes(db, admin)).toBe(0);
  // As a new official geography would: Lanildut joins Plouarzel.
  await db
    .updateTable('commune')
    .set({ merged_into: PLOUARZEL })
    .where('code', '=', LANILDUT)
    .execute();
  expect(await followMergedCommunes(db, admin)).toBe(1);
  expect((await getStructure(db, 'msp-du-port')).communeCode).toBe(PLOUARZEL);
  const found = await searchStructures(db, { ...NO_FILTER, q: 'plouarzel' }, new Date());
  expect(found.items.map((one) => one.name)).toEqual(['MSP du port']);
});

it('a visitor moves nobody', async () => {
  await expect(followMergedCommunes(db, VISITOR)).rejects.toBeInstanceOf(Forbidden);
});
