import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { aWrittenPlan } from '../../../../../../tests/factories/written-sheets.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { findSheet, getSheet } from '../../sheets/queries.ts';
import { setActors, setResources } from '../commands.ts';

const db = await testDatabase();
const { machine, plan, animator, pilot, written } = await aWrittenPlan(db);

describe('what a sheet leans on', () => {
  const lean = (id: ActionSheetId, ...targets: ActionSheetId[]) =>
    setResources(
      ...([
        db,
        animator,
        id,
        targets.map((one) => ({ planLabel: 'CLS', targetSheet: one }))
      ] as const)
    );

  test('is kept word for word, with the plan of the sheet it names', async () => {
    const [id, other] = [await written(), await written()];
    const outcome = await setResources(db, pilot, id, [
      { planLabel: 'PTS', action: 'Action 2.1 : Favoriser les protocoles', acronym: 'PTS' },
      { planLabel: 'CLS d’essai', targetSheet: other }
    ]);
    expect(outcome).toMatchObject({ ok: true });
    expect((await getSheet(db, VISITOR, { id })).resources).toMatchObject([
      { planLabel: 'PTS', part: '', acronym: 'PTS', targetPlan: null, targetSheet: null },
      { targetPlan: { id: plan }, targetSheet: { id: other } }
    ]);
  });

  test('is never a circle: it is refused with the chain written out', async () => {
    const [one, two, three] = [await written(), await written(), await written()];
    expect(await lean(one, two)).toMatchObject({ ok: true });
    expect(await lean(two, three)).toMatchObject({ ok: true });
    const outcome = await lean(three, one);
    const numbers = await Promise.all(
      [three, one, two, three].map(async (id) => (await findSheet(db, { id }))!.number)
    );
    expect(outcome).toMatchObject({ ok: false, reason: 'loop' });
    expect(outcome.ok || outcome.reason !== 'loop' || outcome.chain.map((l) => l.number)).toEqual(
      numbers
    );
    expect((await findSheet(db, { id: three }))!.resources).toEqual([]);
    expect(await lean(three, three)).toMatchObject({ reason: 'loop' });
  });

  test('is not told of a sheet that one may not read, even in a circle', async () => {
    const [one, hidden] = [await written(), await written()];
    await lean(hidden, one);
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots', title: 'Un titre réservé' })
      .where('id', '=', hidden)
      .execute();
    await setActors(db, machine, hidden, { pilots: [] });
    const direct = await setResources(db, pilot, one, [{ planLabel: 'X', targetSheet: hidden }]);
    expect(direct).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'resources.0.targetSheet' }]
    });
    expect(JSON.stringify(direct)).not.toContain('réservé');
    const between = await written();
    await setResources(db, machine, one, []);
    await lean(hidden, one);
    await lean(between, hidden);
    const loop = await setResources(db, pilot, one, [{ planLabel: 'X', targetSheet: between }]);
    expect(loop).toMatchObject({ reason: 'loop' });
    expect(JSON.stringify(loop)).not.toContain('réservé');
  });
});
