import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ObjectiveId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { reachSheet } from '../../reaching/queries.ts';
import { findSheet } from '../../sheets/queries.ts';
import { arrangeSheet } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let animator: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
});

const before = { number: '1', code: '' };
const nowhere = { axis: null, objective: null, after: null };

describe('a sheet given its number and its place at once', () => {
  test('says where it was, which puts it back', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan, axis, objective, number: '1' });
    const key = { plan, sheet };
    const said = await arrangeSheet(db, animator, key, {
      ...{ before, number: '2', code: '2.1', put: nowhere }
    });
    expect(said).toEqual({ ok: true, was: { ...before, put: { axis, objective, after: null } } });
    expect(await findSheet(db, { id: sheet })).toMatchObject({ number: '2', axis: null });
    const { was } = said as Extract<typeof said, { ok: true }>;
    await arrangeSheet(db, animator, key, { before: { number: '2', code: '2.1' }, ...was });
    expect(await findSheet(db, { id: sheet })).toMatchObject({ number: '1', code: '', objective });
  });

  test('is neither numbered nor placed when one of the two cannot be', async () => {
    const { plan, axis, objective } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan, axis, objective, number: '1' });
    await aSheet(db, { plan, number: '2' });
    const key = { plan, sheet };
    expect(
      await arrangeSheet(db, animator, key, { before, number: '2', code: '', put: nowhere })
    ).toMatchObject({ ok: false, issues: [{ path: `${sheet}.number` }] });
    const put = { axis: null, objective: 0 as ObjectiveId, after: null };
    expect(
      await arrangeSheet(db, animator, key, { before, number: '3', code: '', put })
    ).toMatchObject({ ok: false, issues: [{ path: 'objective' }] });
    expect(await findSheet(db, { id: sheet })).toMatchObject({ number: '1', axis, objective });
  });

  test('is reached by its old number and by its code, by whoever reads it alone', async () => {
    const { plan } = await aPlan(db, { territory });
    const sheet = await aSheet(db, { plan, number: '1', visibility: 'pilots' });
    await arrangeSheet(
      db,
      animator,
      { plan, sheet },
      { before, number: '7', code: '3.3.1', put: nowhere }
    );
    for (const address of ['1', '3-3-1'])
      expect(await reachSheet(db, animator, plan, address)).toEqual({ state: 'moved', slug: '7' });
    const member = await person(db, { roles: [{ territory, role: 'member' }] });
    await expect(reachSheet(db, member, plan, '1')).rejects.toThrow('n’existe pas');
    await expect(
      arrangeSheet(db, member, { plan, sheet }, { before, number: '8', code: '', put: nowhere })
    ).rejects.toThrow(Forbidden);
  });
});
