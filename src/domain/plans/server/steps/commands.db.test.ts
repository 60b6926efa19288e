import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { stepInput, type StepInput } from '#domain/plans/forms/step.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findSheet } from '../sheets/queries.ts';
import { orderSteps, removeStep, restoreStep, saveStep, setStepStatus } from './commands.ts';

const db = await testDatabase();
const today = '2026-11-22';
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;
let pilot: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let count = 0;

const typed = (traits: Partial<StepInput> = {}): StepInput => ({
  ...{ title: 'Réserver la salle', dueOn: '2026-12-01', status: 'todo', doneOn: null },
  ...{ responsible: '', renewsYearly: false, ...traits }
});
const read = async () => (await findSheet(db, { id: sheet }))!;
const titles = async () => (await read()).steps.map(({ title }) => title);
const added = async (traits: Partial<StepInput> = {}) => {
  const saved = await saveStep(db, pilot, sheet, { step: null, input: typed(traits), today });
  if (!saved.ok) throw new Error(saved.reason);
  return saved.step;
};

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  pilot = await person(db, { roles: [{ territory, role: 'member' }] });
  ({ plan } = await aPlan(db, { territory }));
});
beforeEach(async () => {
  sheet = await aSheet(db, { plan, number: `${(count += 1)}`, pilots: [{ person: pilot.id }] });
});

describe('saving a step', () => {
  test('adds it at the end, and keeps a version of the sheet that says who', async () => {
    await added();
    const step = await added({ title: 'Envoyer les invitations', renewsYearly: true });
    const whole = await read();
    expect(whole.steps.at(-1)).toEqual({
      ...{ id: step, title: 'Envoyer les invitations', dueOn: '2026-12-01', status: 'todo' },
      ...{ doneOn: null, responsible: '', renewsYearly: true, version: 1 }
    });
    expect(whole.version).toBe(3);
    const kept = await db
      .selectFrom('action_sheet_version')
      .select(['version', 'person_id', 'change'])
      .where('sheet_id', '=', sheet)
      .orderBy('version')
      .execute();
    expect(kept).toEqual([
      { version: 2, person_id: pilot.id, change: 'étapes' },
      { version: 3, person_id: pilot.id, change: 'étapes' }
    ]);
  });

  test('sent twice, even at once, it is added once', async () => {
    const twice = await Promise.all([added(), added()]);
    expect(new Set(twice).size).toBe(1);
    expect(await titles()).toEqual(['Réserver la salle']);
  });

  test('written by two people, the second is shown what the first wrote', async () => {
    const step = await added();
    const write = (title: string) =>
      saveStep(db, animator, sheet, { step, version: 1, input: typed({ title }), today });
    expect(await write('Réserver le gymnase')).toEqual({ ok: true, step });
    expect(await write('Réserver le théâtre')).toMatchObject({
      ...{ ok: false, reason: 'conflict', theirs: { title: 'Réserver le gymnase', version: 2 } }
    });
    expect(await titles()).toEqual(['Réserver le gymnase']);
  });

  test('of many who write it at once, one does and the others are told', async () => {
    const step = await added();
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        saveStep(db, pilot, sheet, {
          ...{ step, version: 1, input: typed({ title: `Salle ${index}` }), today }
        })
      )
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter((one) => !one.ok && one.reason === 'conflict')).toHaveLength(5);
  });

  test('without the lock of the sheet, two would both believe they wrote (what the lock is for)', async () => {
    const step = await added();
    let arrived = 0;
    const barrier = Promise.withResolvers();
    const unlocked = () =>
      inTransaction(db, async (tx) => {
        const found = (await findSheet(tx, { id: sheet }))!.steps.find(({ id }) => id === step)!;
        if ((arrived += 1) === 2) barrier.resolve(null);
        await barrier.promise;
        if (found.version !== 1) return false;
        await sql`update action_sheet_step set version = 2 where id = ${step}`.execute(tx);
        return true;
      });
    expect(await Promise.all([unlocked(), unlocked()])).toEqual([true, true]);
  });

  test('that somebody took off says so, so that it can be added again', async () => {
    const step = await added();
    await removeStep(db, animator, sheet, step);
    expect(
      await saveStep(db, pilot, sheet, { step, version: 1, input: typed({ title: 'X' }), today })
    ).toEqual({ ok: false, reason: 'removed' });
  });

  test('asks to read again what looks like a person, and keeps nothing meanwhile', async () => {
    const input = typed({ title: 'Rappeler M. Bernard DURAND, né le 12/03/1948' });
    const change = { step: null, input, today };
    expect(await saveStep(db, pilot, sheet, change)).toMatchObject({ reason: 'second-reading' });
    expect(await titles()).toEqual([]);
    expect(await saveStep(db, pilot, sheet, { ...change, reread: true })).toMatchObject({
      ok: true
    });
  });

  test('is for its pilots and who leads the plan', async () => {
    const change = { step: null, input: typed(), today };
    await expect(saveStep(db, member, sheet, change)).rejects.toThrow(Forbidden);
    await expect(saveStep(db, VISITOR, sheet, change)).rejects.toThrow(Forbidden);
    await expect(
      setStepStatus(db, member, sheet, { step: 1, status: 'done', today })
    ).rejects.toThrow(Forbidden);
    await expect(removeStep(db, member, sheet, 1)).rejects.toThrow(Forbidden);
    await expect(restoreStep(db, member, sheet, 1)).rejects.toThrow(Forbidden);
    await expect(orderSteps(db, member, sheet, { by: 'day' })).rejects.toThrow(Forbidden);
    const nowhere = 999_999 as ActionSheetId;
    await expect(saveStep(db, animator, nowhere, change)).rejects.toThrow(NotFound);
  });

  test('of another sheet is refused as gone', async () => {
    const elsewhere = await added();
    const other = await aSheet(db, { plan, number: 'autre', pilots: [{ person: pilot.id }] });
    const change = { step: elsewhere, version: 1, input: typed({ title: 'Volée' }), today };
    expect(await saveStep(db, pilot, other, change)).toEqual({ ok: false, reason: 'removed' });
    expect(await removeStep(db, pilot, other, elsewhere)).toBe(false);
    expect(
      await setStepStatus(db, pilot, other, { step: elsewhere, status: 'done', today })
    ).toBeNull();
    expect(await titles()).toEqual(['Réserver la salle']);
  });
});

describe('one gesture', () => {
  test('done is done today; undone, it is to be done again', async () => {
    const step = await added();
    expect(await setStepStatus(db, pilot, sheet, { step, status: 'done', today })).toBe('todo');
    expect((await read()).steps[0]).toMatchObject({ status: 'done', doneOn: today, version: 2 });
    await setStepStatus(db, pilot, sheet, { step, status: 'todo', today });
    expect((await read()).steps[0]).toMatchObject({ status: 'todo', doneOn: null });
  });

  test('twice keeps the first day, and no second version', async () => {
    const step = await added({ status: 'done', doneOn: '2026-10-01' });
    await setStepStatus(db, animator, sheet, { step, status: 'done', today });
    const { steps, version } = await read();
    expect([steps[0]?.doneOn, version]).toEqual(['2026-10-01', 2]);
  });

  test('to do by mistake, then undone, it is done on the day it was', async () => {
    const step = await added({ status: 'done', doneOn: '2026-10-01' });
    await setStepStatus(db, pilot, sheet, { step, status: 'todo', today });
    await setStepStatus(db, pilot, sheet, { step, status: 'done', today, undo: true });
    expect((await read()).steps[0]).toMatchObject({ status: 'done', doneOn: '2026-10-01' });
    // Done again, it is done today.
    await setStepStatus(db, pilot, sheet, { step, status: 'todo', today });
    await setStepStatus(db, pilot, sheet, { step, status: 'done', today });
    expect((await read()).steps[0]).toMatchObject({ doneOn: today });
  });

  test('a step taken off comes back as it was, in its place', async () => {
    await added({ title: 'A' });
    const step = await added({ title: 'B', responsible: 'CLIC', status: 'doing' });
    await added({ title: 'C' });
    expect(await removeStep(db, pilot, sheet, step)).toBe(true);
    expect(await removeStep(db, pilot, sheet, step)).toBe(false);
    expect(await titles()).toEqual(['A', 'C']);
    expect(await restoreStep(db, pilot, sheet, step)).toBe(true);
    expect(await restoreStep(db, pilot, sheet, step)).toBe(false);
    expect(await titles()).toEqual(['A', 'B', 'C']);
    expect((await read()).steps[1]).toMatchObject({
      id: step,
      responsible: 'CLIC',
      status: 'doing'
    });
  });
});

describe('ordering', () => {
  beforeEach(async () => {
    await added({ title: 'A', dueOn: null });
    await added({ title: 'B', dueOn: '2026-12-05' });
    await added({ title: 'C', dueOn: '2026-11-30' });
  });

  test('moves one by one, and not past the ends', async () => {
    const [a, , c] = (await read()).steps.map(({ id }) => id);
    await orderSteps(db, pilot, sheet, { step: c!, way: 'up' });
    expect(await titles()).toEqual(['A', 'C', 'B']);
    expect(await orderSteps(db, pilot, sheet, { step: a!, way: 'up' })).toBeNull();
  });

  test('by day puts those without one last, and can be undone', async () => {
    const before = await orderSteps(db, pilot, sheet, { by: 'day' });
    expect(await titles()).toEqual(['C', 'B', 'A']);
    await orderSteps(db, pilot, sheet, { order: [before![0]!, 424_242] });
    expect(await titles()).toEqual(['A', 'C', 'B']);
    await orderSteps(db, pilot, sheet, { order: before! });
    expect(await titles()).toEqual(['A', 'B', 'C']);
  });
});

test('a form says what is wrong with a step', () => {
  const wrong = stepInput.safeParse({
    ...typed({ title: ' ' }),
    dueOn: '2026-02-31',
    status: 'peut-être'
  });
  expect(wrong.error?.issues.map(({ path }) => path[0])).toEqual(['title', 'dueOn', 'status']);
});
