import { expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import type { FundingLineInput } from '#domain/plans/forms/funding.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findSheet } from '../sheets/queries.ts';
import { setFunding } from './commands.ts';

const db = await testDatabase();

const line = (traits: Partial<FundingLineInput> = {}): FundingLineInput => ({
  ...{ funder: 'ARS', structure: '', year: 2026, planned: 500_000, actual: null },
  ...{ note: '', renewsYearly: false, ...traits }
});

test('a line of a closed year stays tied to nobody when a structure of its name enters the directory', async () => {
  const territory = (await aTerritory(db, 'ici')).id;
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan });
  await setFunding(db, animator, sheet, { version: 1, lines: [line()] });
  await db.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  const traits = aStructure({ name: 'ARS', territories: ['ici'] });
  const ars = await createStructure(db, operator('test'), traits);
  const lines = [line(), line({ year: 2027 })];
  expect(await setFunding(db, animator, sheet, { version: 2, lines })).toEqual({
    ...{ ok: true, version: 3 }
  });
  const { funding } = (await findSheet(db, { id: sheet }))!;
  expect(funding.map(({ year, structure }) => [year, structure?.id ?? null])).toEqual([
    [2026, null],
    [2027, ars]
  ]);
});
