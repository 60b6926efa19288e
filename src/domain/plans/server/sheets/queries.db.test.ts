import { beforeAll, describe, expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findPlan, getLedPlan, getPlan, listPlans } from '../queries.ts';
import { getSheet, getWrittenSheet, listSheets } from './queries.ts';

const db = await testDatabase();
let territory: TerritoryId;
let clic: StructureId;
let animator: PersonActor;
let member: PersonActor;
let pilot: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  clic = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
  );
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  pilot = { ...(await person(db)), referentOf: [clic] };
});

describe('a plan', () => {
  test('is read with its axes, objectives and headings', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory, slug: 'lu' });
    await aSheet(db, { plan, axis, objective });
    const found = await getPlan(db, VISITOR, 'lu');
    expect(found.axes).toEqual([
      {
        ...{ id: axis, number: '3', title: 'Conditions d’exercice', summary: '' },
        objectives: [
          { id: objective, number: '3.3', title: 'Formation et coordination', summary: '' }
        ]
      }
    ]);
    expect(found.headings.map(({ key }) => key).slice(0, 3)).toEqual([
      ...['diagnostic', 'stakes', 'actions']
    ]);
    expect(found).toMatchObject({ sheetCount: 1, startsOn: '2026-01-01', closedYears: [] });
  });

  test('in draft is its leaders’, and does not tell that it exists', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'brouillon', status: 'draft' });
    for (const actor of [VISITOR, member])
      await expect(getPlan(db, actor, 'brouillon')).rejects.toThrow(NotFound);
    expect((await getPlan(db, animator, 'brouillon')).id).toBe(plan);
    expect((await listPlans(db, member)).map(({ slug }) => slug)).not.toContain('brouillon');
  });

  test('of members is not a visitor’s, and is led by animators alone', async () => {
    await aPlan(db, { territory, slug: 'membres', visibility: 'members' });
    await expect(getPlan(db, VISITOR, 'membres')).rejects.toThrow(NotFound);
    await expect(getLedPlan(db, member, { slug: 'membres' })).rejects.toThrow(Forbidden);
    expect((await getLedPlan(db, animator, { slug: 'membres' })).slug).toBe('membres');
  });
});

describe('a sheet', () => {
  test('of its pilots is read and written by them and by who leads the plan', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'reserve' });
    const id = await aSheet(db, { plan, visibility: 'pilots', pilots: [{ structure: clic }] });
    for (const actor of [VISITOR, member])
      await expect(getSheet(db, actor, { id })).rejects.toThrow(NotFound);
    for (const actor of [animator, pilot])
      expect((await getWrittenSheet(db, actor, { plan, slug: '28' })).id).toBe(id);
    expect(await listSheets(db, member, plan)).toEqual([]);
    expect(await listSheets(db, pilot, plan)).toHaveLength(1);
  });

  test('of everybody is written by its pilots alone, and by nobody once the plan is closed', async () => {
    const { plan } = await aPlan(db, { territory });
    const id = await aSheet(db, { plan, pilots: [{ structure: clic }, { person: member.id }] });
    expect((await getSheet(db, VISITOR, { id })).pilots.map(({ label }) => label)).toEqual([
      ...['Pilote 1', 'Pilote 2']
    ]);
    const other = await person(db, { roles: [{ territory, role: 'member' }] });
    await expect(getWrittenSheet(db, other, { id })).rejects.toThrow(Forbidden);
    expect((await getWrittenSheet(db, member, { id })).id).toBe(id);
    await db.updateTable('plan').set({ status: 'closed' }).where('id', '=', plan).execute();
    await expect(getWrittenSheet(db, animator, { id })).rejects.toThrow(Forbidden);
  });

  test('is no longer written by a pilot named who has left the network', async () => {
    const { plan } = await aPlan(db, { territory });
    const gone = await person(db, { roles: [{ territory, role: 'member' }] });
    const id = await aSheet(db, { plan, pilots: [{ person: gone.id }] });
    expect((await getWrittenSheet(db, gone, { id })).id).toBe(id);
    await db
      .updateTable('membership')
      .set({ status: 'left' })
      .where('person_id', '=', gone.id)
      .execute();
    const { pilots } = await getSheet(db, { ...gone, memberships: [] }, { id });
    expect(pilots).toHaveLength(1);
    await expect(getWrittenSheet(db, { ...gone, memberships: [] }, { id })).rejects.toThrow(
      Forbidden
    );
  });

  test('of a structure that was merged into another is written by who answers for the other', async () => {
    const { plan } = await aPlan(db, { territory });
    const former = await createStructure(
      db,
      operator('test'),
      aStructure({ name: 'CLIC d’avant', territories: ['ici'] })
    );
    const id = await aSheet(db, { plan, pilots: [{ structure: former }] });
    await expect(getWrittenSheet(db, pilot, { id })).rejects.toThrow(Forbidden);
    await db.updateTable('structure').set({ merged_into: clic }).where('id', '=', former).execute();
    expect((await getWrittenSheet(db, pilot, { id })).id).toBe(id);
  });

  test('whose texts are withheld shows them to who may write them again', async () => {
    const { plan } = await aPlan(db, { territory });
    const texts = { diagnostic: ['Un texte retenu'] };
    const id = await aSheet(db, { plan, texts, pilots: [{ structure: clic }] });
    await db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(id), territory_id: territory })
      .execute();
    expect(JSON.stringify(await getSheet(db, member, { id }))).not.toContain('Un texte retenu');
    expect((await getSheet(db, pilot, { id })).texts).toEqual(texts);
  });

  test('is listed in as many statements with its fellows as alone', async () => {
    const { plan } = await aPlan(db, { territory });
    await aSheet(db, { plan, number: '1' });
    const one = await countingStatements(db, () => listSheets(db, member, plan));
    await aSheet(db, { plan, number: '2' });
    await aSheet(db, { plan, number: '3' });
    expect(await countingStatements(db, () => listSheets(db, member, plan))).toEqual(one);
    expect((await findPlan(db, { id: plan }))?.sheetCount).toBe(3);
  });
});
