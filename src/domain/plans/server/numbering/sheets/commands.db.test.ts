import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { createSheet } from '../../setup/commands.ts';
import { findSheet, listSheets } from '../../sheets/queries.ts';
import { findFormerSheet, listFormerNumbers, listRemovedSheets } from '../queries.ts';
import { moveSheet, placeSheet, removeSheet, renumberSheets, restoreSheet } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});

const numbers = async (plan: PlanId) =>
  (await listSheets(db, animator, plan)).map(({ number }) => number);
const change = (sheet: ActionSheetId, from: string, to: string) => ({
  ...{ sheet, before: { number: from, code: '' }, number: to, code: '' }
});

describe('numbering again', () => {
  test('lets two sheets exchange their numbers, and the old addresses go to who has them now', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '28' });
    const b = await aSheet(db, { plan, number: '29' });
    expect(
      await renumberSheets(db, animator, plan, [change(a, '28', '29'), change(b, '29', '28')])
    ).toEqual({ ok: true, count: 2 });
    expect((await findSheet(db, { plan, slug: '29' }))?.id).toBe(a);
    expect((await findSheet(db, { plan, slug: '28' }))?.id).toBe(b);
  });

  test('keeps every former address leading to the sheet, the last to have had it first', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '28', code: '3.3.3' });
    await renumberSheets(db, animator, plan, [
      { ...change(a, '28', '30 bis'), before: { number: '28', code: '3.3.3' }, code: '4.1.1' }
    ]);
    const found = { id: a, slug: '30-bis' };
    for (const address of ['28', '4-1-1', '3-3-3'])
      expect(await findFormerSheet(db, plan, address)).toEqual(found);
    expect(await findFormerSheet(db, plan, '27')).toBeNull();
    const b = await aSheet(db, { plan, number: '28' });
    await renumberSheets(db, animator, plan, [change(b, '28', '31')]);
    expect(await findFormerSheet(db, plan, '28')).toEqual({ id: b, slug: '31' });
    expect((await listFormerNumbers(db, a)).map(({ number }) => number)).toEqual(['28']);
    await removeSheet(db, animator, { plan, sheet: b });
    expect(await findFormerSheet(db, plan, '28')).toEqual(found);
  });

  test('back to what it was, it has no former name of that number', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1' });
    await renumberSheets(db, animator, plan, [change(a, '1', '2')]);
    await renumberSheets(db, animator, plan, [change(a, '2', '1')]);
    expect((await listFormerNumbers(db, a)).map(({ number }) => number)).toEqual(['2']);
  });

  test('is all or nothing: a number already taken is said by sheet and field', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1' });
    const b = await aSheet(db, { plan, number: '2' });
    await aSheet(db, { plan, number: '3', title: 'La troisième' });
    expect(
      await renumberSheets(db, animator, plan, [change(a, '1', '10'), change(b, '2', '3')])
    ).toEqual({
      ...{ ok: false, reason: 'invalid' },
      issues: [
        {
          path: `${b}.number`,
          message: 'le numéro 3 est déjà celui de «\u00a0La troisième\u00a0»'
        }
      ]
    });
    expect(await numbers(plan)).toEqual(['1', '2', '3']);
  });

  test('refuses to undo what somebody else has just numbered', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1' });
    await renumberSheets(db, animator, plan, [change(a, '1', '5')]);
    const late = await renumberSheets(db, animator, plan, [change(a, '1', '9')]);
    expect(late).toMatchObject({
      ok: false,
      issues: [{ path: `${a}.number`, message: 'quelqu’un l’a numérotée 5 entre-temps' }]
    });
    expect(await renumberSheets(db, animator, plan, [change(a, '1', '5')])).toMatchObject({
      ok: true
    });
  });

  test('keeps a version of each sheet that changed, and of no other', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1' });
    const b = await aSheet(db, { plan, number: '2' });
    await renumberSheets(db, animator, plan, [change(a, '1', '7'), change(b, '2', '2')]);
    const kept = await db
      .selectFrom('action_sheet_version')
      .select(['sheet_id', 'change'])
      .where('sheet_id', 'in', [a, b])
      .execute();
    expect(kept).toEqual([{ sheet_id: a, change: 'numéro' }]);
  });

  test('is for who leads the plan', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1', pilots: [{ person: member.id }] });
    await expect(renumberSheets(db, member, plan, [change(a, '1', '2')])).rejects.toThrow(
      Forbidden
    );
    await expect(removeSheet(db, member, { plan, sheet: a })).rejects.toThrow(Forbidden);
    await expect(moveSheet(db, member, { plan, sheet: a }, 'up')).rejects.toThrow(Forbidden);
  });
});

describe('placing', () => {
  test('puts a sheet after another, in another objective, and says where it was', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1', axis, objective });
    const b = await aSheet(db, { plan, number: '2', axis, objective });
    const c = await aSheet(db, { plan, number: '3' });
    const put = await placeSheet(db, animator, { plan, sheet: c }, { axis, objective, after: a });
    expect(put).toEqual({ ok: true, was: { axis: null, objective: null, after: null } });
    expect(await numbers(plan)).toEqual(['1', '3', '2']);
    expect(await findSheet(db, { id: c })).toMatchObject({ axis, objective, version: 2 });
    await placeSheet(db, animator, { plan, sheet: b }, { axis, objective, after: null });
    expect(await numbers(plan)).toEqual(['2', '1', '3']);
    expect((await findSheet(db, { id: b }))?.version).toBe(1);
  });

  test('refuses the objective of another plan, and a sheet of another plan', async () => {
    const here = await aPlan(db, { territory });
    const there = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan: here.plan });
    const put = { axis: there.axis, objective: there.objective, after: null };
    expect(await placeSheet(db, animator, { plan: here.plan, sheet }, put)).toMatchObject({
      ok: false,
      reason: 'invalid'
    });
    expect(await placeSheet(db, animator, { plan: there.plan, sheet }, put)).toEqual({
      ...{ ok: false, reason: 'gone' }
    });
    expect(await moveSheet(db, animator, { plan: there.plan, sheet }, 'up')).toBe(false);
    expect(await removeSheet(db, animator, { plan: there.plan, sheet })).toBe(false);
  });

  test('by a rank goes up and down, and stays at the ends', async () => {
    const { plan } = await aPlan(db, { territory });
    for (const number of ['1', '2', '3']) await aSheet(db, { plan, number });
    const last = (await listSheets(db, animator, plan))[2]!.id;
    await moveSheet(db, animator, { plan, sheet: last }, 'up');
    expect(await numbers(plan)).toEqual(['1', '3', '2']);
    await moveSheet(db, animator, { plan, sheet: last }, 'up');
    await moveSheet(db, animator, { plan, sheet: last }, 'up');
    expect(await numbers(plan)).toEqual(['3', '1', '2']);
    await moveSheet(db, animator, { plan, sheet: last }, 'down');
    expect(await numbers(plan)).toEqual(['1', '3', '2']);
  });

  test('by two people at once loses no sheet and gives no two one rank', async () => {
    const { plan } = await aPlan(db, { territory });
    const ids: ActionSheetId[] = [];
    for (let number = 1; number <= 6; number += 1)
      ids.push(await aSheet(db, { plan, number: String(number) }));
    await Promise.all(ids.map((sheet) => moveSheet(db, animator, { plan, sheet }, 'down')));
    const rows = await db
      .selectFrom('action_sheet')
      .select('position')
      .where('plan_id', '=', plan)
      .execute();
    expect(new Set(rows.map(({ position }) => position)).size).toBe(6);
  });
});

describe('a sheet taken off', () => {
  test('is listed as such, and comes back whole under its number', async () => {
    const { plan } = await aPlan(db, { territory });
    const texts = { stakes: ['Se connaître'] };
    const a = await aSheet(db, { plan, number: '1', texts });
    expect(await removeSheet(db, animator, { plan, sheet: a })).toBe(true);
    expect(await removeSheet(db, animator, { plan, sheet: a })).toBe(false);
    expect(await numbers(plan)).toEqual([]);
    expect(await listRemovedSheets(db, plan)).toMatchObject([{ id: a, number: '1' }]);
    expect(await restoreSheet(db, animator, { plan, sheet: a })).toEqual({ ok: true });
    expect(await findSheet(db, { id: a })).toMatchObject({ number: '1', texts });
    expect(await restoreSheet(db, animator, { plan, sheet: a })).toEqual({
      ...{ ok: false, reason: 'gone' }
    });
  });

  test('leaves its number, and comes back under another when it was given', async () => {
    const { plan } = await aPlan(db, { territory });
    const a = await aSheet(db, { plan, number: '1', code: '1.1' });
    await removeSheet(db, animator, { plan, sheet: a });
    const made = await createSheet(db, animator, { plan, number: '1', title: 'La nouvelle' });
    expect(made.ok).toBe(true);
    const key = { plan, sheet: a };
    expect(await restoreSheet(db, animator, key)).toMatchObject({
      ok: false,
      issues: [{ path: 'number' }]
    });
    expect(await restoreSheet(db, animator, key, { number: '1 bis', code: '1.1' })).toEqual({
      ok: true
    });
    expect((await findSheet(db, { plan, slug: '1-bis' }))?.id).toBe(a);
  });
});

test('five hundred sheets are numbered again at once, and each keeps its former address', async () => {
  const { plan, axis, objective } = await aPlan(db, { territory });
  const ids: ActionSheetId[] = [];
  for (let number = 1; number <= 500; number += 1)
    ids.push(await aSheet(db, { plan, axis, objective, number: String(number) }));
  const changes = ids.map((sheet, at) => change(sheet, String(at + 1), String(at + 2)));
  expect(await renumberSheets(db, animator, plan, changes)).toEqual({ ok: true, count: 500 });
  expect((await findSheet(db, { plan, slug: '501' }))?.id).toBe(ids[499]);
  expect(await findFormerSheet(db, plan, '1')).toEqual({ id: ids[0], slug: '2' });
}, 60_000);
