import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { AxisId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { findPlan } from '../../queries.ts';
import { findSheet } from '../../sheets/queries.ts';
import {
  createObjective,
  moveObjective,
  removeObjective,
  updateObjective
} from '../objectives/commands.ts';
import { restoreAxis, restoreObjective } from '../removed/commands.ts';
import { placeSheet } from '../sheets/commands.ts';
import { createAxis, moveAxis, removeAxis, updateAxis } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});

const axesOf = async (plan: PlanId) => (await findPlan(db, { id: plan }))!.axes;
const titles = async (plan: PlanId) => (await axesOf(plan)).map(({ title }) => title);
const branch = (number: string, title: string) => ({ number, title, summary: '' });
const BEFORE = branch('3', 'Conditions d’exercice');
const OBJECTIVE = branch('3.3', 'Formation et coordination');

async function add(plan: PlanId, number: string, title: string): Promise<AxisId> {
  const made = await createAxis(db, animator, { plan, input: branch(number, title) });
  return (made as { id: AxisId }).id;
}

describe('an axis', () => {
  test('is added last, written, and moved with what it holds', async () => {
    const { plan, axis } = await aPlan(db, { territory });
    const added = await add(plan, '4', 'Prévention');
    await updateAxis(
      db,
      animator,
      { plan, axis },
      { before: BEFORE, input: branch('3', 'Exercer ensemble') }
    );
    expect(await titles(plan)).toEqual(['Exercer ensemble', 'Prévention']);
    expect(await moveAxis(db, animator, { plan, axis: added }, 'up')).toBe(true);
    expect(await titles(plan)).toEqual(['Prévention', 'Exercer ensemble']);
    expect((await axesOf(plan))[1]!.objectives).toHaveLength(1);
  });

  test('has a number of its own, or none', async () => {
    const { plan, axis } = await aPlan(db, { territory });
    const taken = { ok: false, reason: 'invalid', issues: [{ path: 'number' }] };
    expect(await createAxis(db, animator, { plan, input: branch('3', 'Le même') })).toMatchObject(
      taken
    );
    await add(plan, '', 'Sans numéro');
    await add(plan, '', 'Sans numéro non plus');
    await add(plan, '4', 'Prévention');
    expect(
      await updateAxis(
        db,
        animator,
        { plan, axis },
        { before: BEFORE, input: branch('4', 'Autre') }
      )
    ).toMatchObject(taken);
  });

  test('written by two people is shown to the second as the first left it', async () => {
    const { plan, axis } = await aPlan(db, { territory });
    const write = (title: string) =>
      updateAxis(db, animator, { plan, axis }, { before: BEFORE, input: branch('3', title) });
    const both = await Promise.all([write('L’une'), write('L’autre')]);
    const kept = both.findIndex(({ ok }) => ok);
    expect(both[1 - kept]).toMatchObject({
      ...{ ok: false, reason: 'changed' },
      theirs: { title: ['L’une', 'L’autre'][kept] }
    });
  });

  test('asks for a second reading of what speaks of a person', async () => {
    const { plan } = await aPlan(db, { territory });
    const input = { number: '9', title: 'Un axe', summary: 'Mme Dupont, née le 12/03/1941' };
    expect(await createAxis(db, animator, { plan, input })).toMatchObject({
      ...{ ok: false, reason: 'second-reading' }
    });
    expect((await createAxis(db, animator, { plan, input, reread: true })).ok).toBe(true);
  });

  test('taken off leaves its sheets in the plan, and comes back with them where it was', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    await add(plan, '4', 'Prévention');
    const inside = await aSheet(db, { plan, axis, objective, number: '1' });
    const beside = await aSheet(db, { plan, axis, number: '2' });
    const elsewhere = await aSheet(db, { plan, axis, objective, number: '3' });
    const removed = await removeAxis(db, animator, { plan, axis });
    expect(await titles(plan)).toEqual(['Prévention']);
    expect(await findSheet(db, { id: inside })).toMatchObject({ axis: null, objective: null });
    const other = (await axesOf(plan))[0]!.id;
    await placeSheet(
      db,
      animator,
      { plan, sheet: elsewhere },
      { axis: other, objective: null, after: null }
    );
    const back = await restoreAxis(db, animator, plan, removed!);
    expect(back).toMatchObject({ ok: true, renumbered: false });
    expect(await titles(plan)).toEqual(['Conditions d’exercice', 'Prévention']);
    const [first] = await axesOf(plan);
    expect(await findSheet(db, { id: inside })).toMatchObject({
      axis: first!.id,
      objective: first!.objectives[0]!.id
    });
    expect(await findSheet(db, { id: beside })).toMatchObject({ axis: first!.id, objective: null });
    expect(await findSheet(db, { id: elsewhere })).toMatchObject({ axis: other });
  });

  test('comes back without its number when it was given meanwhile', async () => {
    const { plan, axis } = await aPlan(db, { territory });
    const removed = await removeAxis(db, animator, { plan, axis });
    await add(plan, '3', 'Une autre troisième');
    expect(await restoreAxis(db, animator, plan, removed!)).toMatchObject({ renumbered: true });
    expect((await axesOf(plan)).map(({ number }) => number).toSorted()).toEqual(['', '3']);
  });

  test('is written by who leads the plan, while it is not closed', async () => {
    const { plan, axis } = await aPlan(db, { territory });
    const input = branch('9', 'Non');
    await expect(createAxis(db, member, { plan, input })).rejects.toThrow(Forbidden);
    await expect(removeAxis(db, member, { plan, axis })).rejects.toThrow(Forbidden);
    const closed = await aPlan(db, { territory, status: 'closed' });
    await expect(createAxis(db, animator, { plan: closed.plan, input })).rejects.toThrow('clos');
    expect(await removeAxis(db, animator, { plan, axis: closed.axis })).toBeNull();
  });
});

describe('an objective', () => {
  test('is added, ordered, and goes to another axis with its sheets, even those taken off', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan, axis, objective, number: '1' });
    const gone = await aSheet(db, { plan, axis, objective, number: '2' });
    await db
      .updateTable('action_sheet')
      .set({ removed_at: new Date() })
      .where('id', '=', gone)
      .execute();
    const target = await add(plan, '4', 'Prévention');
    await createObjective(db, animator, { plan, axis: target }, { input: branch('4.1', 'Déjà') });
    const moved = await updateObjective(
      db,
      animator,
      { plan, objective },
      { input: OBJECTIVE, before: OBJECTIVE, axis: target }
    );
    expect(moved).toEqual({ ok: true, id: objective });
    expect((await axesOf(plan))[1]!.objectives.map(({ number }) => number)).toEqual(['4.1', '3.3']);
    await moveObjective(db, animator, { plan, objective }, 'up');
    expect((await axesOf(plan))[1]!.objectives.map(({ number }) => number)).toEqual(['3.3', '4.1']);
    expect(await findSheet(db, { id: sheet })).toMatchObject({ axis: target, objective });
  });

  test('taken off leaves its sheets in its axis, and comes back with them', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan, axis, objective });
    const removed = await removeObjective(db, animator, { plan, objective });
    expect(await findSheet(db, { id: sheet })).toMatchObject({ axis, objective: null });
    const back = await restoreObjective(db, animator, plan, removed!);
    const id = (await axesOf(plan))[0]!.objectives[0]!.id;
    expect(back).toMatchObject({ ok: true, id });
    expect(await findSheet(db, { id: sheet })).toMatchObject({ axis, objective: id });
    await removeAxis(db, animator, { plan, axis });
    expect(await restoreObjective(db, animator, plan, removed!)).toEqual({
      ...{ ok: false, reason: 'gone' }
    });
  });

  test('has a number of its own in the whole plan', async () => {
    const { plan } = await aPlan(db, { territory });
    const axis = await add(plan, '4', 'Prévention');
    expect(
      await createObjective(db, animator, { plan, axis }, { input: branch('3.3', 'Le même') })
    ).toMatchObject({ ok: false, issues: [{ path: 'number' }] });
  });
});
