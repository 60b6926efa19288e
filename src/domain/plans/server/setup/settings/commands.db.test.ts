import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { planInput } from '../../../forms/plan.ts';
import { removeSheet } from '../../numbering/sheets/commands.ts';
import { findPlan } from '../../queries.ts';
import {
  addHeading,
  moveHeading,
  removeHeading,
  renameHeading,
  showHeading
} from '../headings/commands.ts';
import { deleteDraftPlan, setPlanStatus, updatePlan } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});

const input = planInput.parse({
  title: 'Un autre titre',
  shortTitle: 'CLS',
  kind: 'pts',
  sheetWord: 'action',
  startsOn: '2027-01-01',
  visibility: 'public',
  signatories: [
    { name: 'Une agence', quality: 'financeur', signedOn: '2026-06-30' },
    { name: 'Un conseil' }
  ]
});

describe('what is said of a plan', () => {
  test('is written whole, with its signatories in their order', async () => {
    const { plan } = await aPlan(db, { territory, slug: 'dit' });
    expect(await updatePlan(db, animator, plan, { input, version: 1 })).toEqual({
      ...{ ok: true, version: 2 }
    });
    expect(await findPlan(db, { slug: 'dit' })).toMatchObject({
      ...{ title: 'Un autre titre', kind: 'pts', sheetWord: 'action', endsOn: null },
      signatories: [{ name: 'Une agence', signedOn: '2026-06-30' }, { name: 'Un conseil' }]
    });
  });

  test('by two people at once is kept of the first, and shown to the second', async () => {
    const { plan } = await aPlan(db, { territory });
    const write = (title: string) =>
      updatePlan(db, animator, plan, { input: { ...input, title }, version: 1 });
    const both = await Promise.all([write('L’une'), write('L’autre')]);
    const kept = both.findIndex(({ ok }) => ok);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both[1 - kept]).toMatchObject({
      ...{ reason: 'changed', theirs: { title: ['L’une', 'L’autre'][kept] } }
    });
  });

  test('asks for a second reading, and is for who leads a plan that is not closed', async () => {
    const { plan } = await aPlan(db, { territory });
    const summary = 'Pour Mme Dupont, née le 12/03/1941';
    expect(
      await updatePlan(db, animator, plan, { input: { ...input, summary }, version: 1 })
    ).toMatchObject({ ok: false, reason: 'second-reading' });
    await expect(updatePlan(db, member, plan, { input, version: 1 })).rejects.toThrow(Forbidden);
    await setPlanStatus(db, animator, plan, 'closed');
    await expect(updatePlan(db, animator, plan, { input, version: 1 })).rejects.toThrow('clos');
    expect(await setPlanStatus(db, animator, plan, 'active')).toBe('closed');
    await expect(setPlanStatus(db, member, plan, 'closed')).rejects.toThrow(Forbidden);
  });
});

describe('a draft', () => {
  test('is given up when no sheet stands in it, and a plan that was published is not', async () => {
    const { plan } = await aPlan(db, { territory, status: 'draft' });
    const sheet = await aSheet(db, { plan });
    expect(await deleteDraftPlan(db, animator, plan)).toMatchObject({ reason: 'sheets' });
    await removeSheet(db, animator, { plan, sheet });
    expect(await deleteDraftPlan(db, animator, plan)).toEqual({ ok: true });
    expect(await findPlan(db, { id: plan })).toBeNull();
    const shown = await aPlan(db, { territory });
    expect(await deleteDraftPlan(db, animator, shown.plan)).toMatchObject({ reason: 'not-draft' });
  });
});

describe('headings', () => {
  const keysOf = async (plan: PlanId) =>
    (await findPlan(db, { id: plan }))!.headings.map(({ key }) => key);
  const headingOf = async (plan: PlanId, key: string) =>
    (await findPlan(db, { id: plan }))!.headings.find((one) => one.key === key);

  test('are renamed, hidden, moved, and as they were once all is undone', async () => {
    const { plan } = await aPlan(db, { territory });
    const stakes = (await headingOf(plan, 'stakes'))!;
    const before = { label: stakes.label, hint: stakes.hint };
    const key = { plan, key: 'stakes' };
    await renameHeading(db, animator, key, { before, input: { label: 'Objectifs', hint: '' } });
    expect(await headingOf(plan, 'stakes')).toMatchObject({
      label: 'Objectifs',
      hint: stakes.hint
    });
    await showHeading(db, animator, key, false);
    expect(await headingOf(plan, 'stakes')).toMatchObject({ label: 'Objectifs', hidden: true });
    await moveHeading(db, animator, key, 'up');
    expect((await keysOf(plan)).slice(0, 2)).toEqual(['stakes', 'diagnostic']);
    await moveHeading(db, animator, key, 'down');
    await showHeading(db, animator, key, true);
    const now = { label: 'Objectifs', hint: stakes.hint };
    await renameHeading(db, animator, key, { before: now, input: before });
    expect(await headingOf(plan, 'stakes')).toEqual(stakes);
    const rows = await db
      .selectFrom('plan_heading')
      .select('key')
      .where('plan_id', '=', plan)
      .execute();
    expect(rows).toEqual([]);
  });

  test('are added under a name of their own, and keep what is written in them', async () => {
    const { plan } = await aPlan(db, { territory });
    const added = await addHeading(db, animator, plan, {
      input: { label: 'Points de vigilance', hint: '' }
    });
    expect(added).toEqual({ ok: true, key: 'propre-1' });
    expect(
      await addHeading(db, animator, plan, { input: { label: 'points de vigilance', hint: '' } })
    ).toMatchObject({ reason: 'name-taken' });
    await aSheet(db, { plan, texts: { 'propre-1': ['À suivre'] } });
    const key = { plan, key: 'propre-1' };
    expect(await removeHeading(db, animator, key)).toEqual({
      ...{ ok: false, reason: 'written', sheets: 1 }
    });
    expect(await removeHeading(db, animator, { plan, key: 'levers' })).toMatchObject({
      reason: 'standard'
    });
    await db.updateTable('action_sheet').set({ texts: '{}' }).where('plan_id', '=', plan).execute();
    expect(await removeHeading(db, animator, key)).toMatchObject({ ok: true });
    expect(await keysOf(plan)).not.toContain('propre-1');
  });

  test('named by two people at once are kept of the first; other gestures are both kept', async () => {
    const { plan } = await aPlan(db, { territory });
    const levers = (await headingOf(plan, 'levers'))!;
    const before = { label: levers.label, hint: levers.hint };
    const name = (label: string) =>
      renameHeading(db, animator, { plan, key: 'levers' }, { before, input: { label, hint: '' } });
    const [one, other, hidden] = await Promise.all([
      name('Appuis'),
      name('Atouts'),
      showHeading(db, animator, { plan, key: 'brakes' }, false)
    ]);
    expect([one, other].filter(({ ok }) => ok)).toHaveLength(1);
    expect([one, other].find(({ ok }) => !ok)).toMatchObject({ reason: 'changed' });
    expect(hidden.ok).toBe(true);
    expect((await headingOf(plan, 'brakes'))?.hidden).toBe(true);
    expect((await headingOf(plan, 'levers'))?.label).not.toBe('Leviers');
    await expect(showHeading(db, member, { plan, key: 'brakes' }, true)).rejects.toThrow(Forbidden);
  });
});
