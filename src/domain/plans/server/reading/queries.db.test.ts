import { beforeAll, describe, expect, test } from 'vitest';
import { getPlanJson } from '#app/api/plans.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { createPerimeters } from '#domain/territory/server/commands.ts';
import type { ActionSheetId, PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure, UNKNOWN } from '../../../../../tests/factories/structures.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listSheetsOfEvent, listSheetsOfStructures } from '../about/queries.ts';
import { countSheets, listSheetsIn } from '../overview/queries.ts';
import { listPlans } from '../queries.ts';
import { reachSheet } from '../reaching/queries.ts';
import { getSheet } from '../sheets/queries.ts';
import { readSurroundings } from './queries.ts';

const db = await testDatabase();
let territory: TerritoryId;
let clic: StructureId;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  clic = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
  );
  await db
    .insertInto('plan_acronym')
    .values({ code: 'PRAPS', name: 'Programme d’accès aux soins', meaning: '', position: 0 })
    .onConflict((row) => row.doNothing())
    .execute();
});

/** A sheet that the structure pilots, with a step, a line of funding, an indicator, an edition and a reference. */
async function aWholeSheet(plan: PlanId, number: string): Promise<ActionSheetId> {
  const sheet = await aSheet(db, { plan, number, pilots: [{ structure: clic }] });
  const event = await anEvent(db, territory);
  await db
    .insertInto('action_sheet_link')
    .values({ sheet_id: sheet, position: 0, kind: 'event', event_id: event.id })
    .execute();
  await db
    .insertInto('action_sheet_reference')
    .values({ sheet_id: sheet, position: 0, plan_label: 'PRAPS', acronym: 'PRAPS' })
    .execute();
  await db
    .insertInto('action_sheet_funding')
    .values({ sheet_id: sheet, position: 0, funder: 'ARS', structure_id: clic, planned: 100 })
    .execute();
  await db
    .insertInto('indicator')
    .values({ plan_id: plan, sheet_id: sheet, label: 'Présents', unit: 'personnes' })
    .execute();
  return sheet;
}

describe('as many statements for three sheets as for one', () => {
  test('of what a structure carries, of the list of plans, of the open API', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'compte' });
    await aWholeSheet(plan, '1');
    const now = new Date();
    const count = async () => {
      const places = (await listPlans(db, VISITOR)).map(({ place }) => place);
      return [
        await countingStatements(db, (counted) => listSheetsOfStructures(counted, VISITOR, [clic])),
        await countingStatements(db, (counted) => countSheets(counted, VISITOR, places)),
        await countingStatements(db, (counted) => getPlanJson(counted, 'compte', now))
      ];
    };
    const one = await count();
    expect(one.slice(0, 2)).toEqual([3, 1]);
    await aWholeSheet(plan, '2');
    await aWholeSheet(plan, '3');
    await aPlan(db, { territory });
    expect(await count()).toEqual(one);
  });
});

describe('what surrounds a sheet', () => {
  test('says what an acronym stands for, and leads to what one may read alone', async () => {
    const { plan } = await aPlan(db, { territory });
    const sheet = await aWholeSheet(plan, '5');
    const hidden = await aPlan(db, { territory, status: 'draft' });
    await db
      .insertInto('action_sheet_reference')
      .values([
        { sheet_id: sheet, position: 1, plan_label: 'Ici', target_plan_id: plan },
        { sheet_id: sheet, position: 2, plan_label: 'En projet', target_plan_id: hidden.plan }
      ])
      .execute();
    const around = await readSurroundings(db, VISITOR, await getSheet(db, VISITOR, { id: sheet }));
    expect(
      around.resources.map(({ meaning, address }) => [meaning !== '', address !== null])
    ).toEqual([
      [true, false],
      [false, true],
      [false, false]
    ]);
    expect(around.editions).toHaveLength(1);
  });

  test('of a series is its editions, and nothing, not even its name, while none may be found', async () => {
    const { plan } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan });
    const series = await db
      .insertInto('event_series')
      .values({ territory_id: territory, slug: 'journees', title: 'Les journées' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('action_sheet_link')
      .values({ sheet_id: sheet, position: 0, kind: 'series', series_id: series.id })
      .execute();
    const read = async () =>
      readSurroundings(db, VISITOR, await getSheet(db, VISITOR, { id: sheet }));
    await anEvent(db, territory, { series: series.id, status: 'draft' });
    await anEvent(db, territory, { series: series.id, visibility: 'link' });
    expect((await read()).editions).toEqual([]);
    expect(JSON.stringify(await read())).not.toContain('Les journées');
    const { id, slug } = await anEvent(db, territory, { series: series.id });
    expect(await read()).toMatchObject({ editions: [{ slug }] });
    const served = await listSheetsOfEvent(db, VISITOR, id, series.id as never);
    expect(served.map((one) => one.number)).toEqual(['28']);
  });
});

test('a structure is told each of its roles once, what it pilots first', async () => {
  const { plan } = await aPlan(db, { territory, slug: 'roles' });
  await aWholeSheet(plan, '2');
  const other = await aSheet(db, { plan, number: '1' });
  await db
    .insertInto('action_sheet_actor')
    .values({ sheet_id: other, role: 'partner', position: 0, label: 'CLIC', structure_id: clic })
    .execute();
  const own = (await listSheetsOfStructures(db, VISITOR, [clic])).filter(
    (one) => one.plan.slug === 'roles'
  );
  expect(own.map(({ number, roles }) => [number, roles])).toEqual([
    ['2', ['pilot', 'funder']],
    ['1', ['partner']]
  ]);
});

test('a sheet without a perimeter intervenes where its plan does; one whose perimeter is not known, nowhere', async () => {
  const { plan } = await aPlan(db, { territory });
  const wide = await aSheet(db, { plan, number: '1' });
  const vague = await aSheet(db, { plan, number: '2' });
  const [perimeter] = await createPerimeters(db, [UNKNOWN]);
  await db
    .updateTable('action_sheet')
    .set({ perimeter_id: perimeter! })
    .where('id', '=', vague)
    .execute();
  await db
    .updateTable('perimeter')
    .set({ certainty: 'everywhere' })
    .where('id', 'in', (query) =>
      query.selectFrom('territory').select('perimeter_id').where('id', '=', territory)
    )
    .execute();
  expect([...(await listSheetsIn(db, plan, '82112'))]).toEqual([wide]);
});

test('a number that was given again leads to the sheet that has it now', async () => {
  const { plan } = await aPlan(db, { territory });
  const old = await aSheet(db, { plan, number: '9' });
  const reader = await person(db);
  await db
    .insertInto('action_sheet_former')
    .values({ sheet_id: old, plan_id: plan, number: '3', code: '', slug: '3' })
    .execute();
  expect(await reachSheet(db, reader, plan, '3')).toEqual({ state: 'moved', slug: '9' });
  const now = await aSheet(db, { plan, number: '3' });
  expect(await reachSheet(db, reader, plan, '3')).toMatchObject({
    ...{ state: 'found', sheet: { id: now } }
  });
});
