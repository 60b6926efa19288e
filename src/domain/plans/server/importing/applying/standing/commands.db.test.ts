import { describe, expect, test } from 'vitest';
import { aSheet } from '../../../../../../../tests/factories/plans.ts';
import { aNetworkThatImports } from '../../../../../../../tests/factories/sheet-imports.ts';
import { testDatabase } from '../../../../../../../tests/support/database.ts';
import { listSheets } from '../../../sheets/queries.ts';
import { decideRest } from '../../commands.ts';
import { applySheetImport } from '../commands.ts';

const db = await testDatabase();
const { animator, aNewPlan, begun, partsOf, byNumber } = await aNetworkThatImports(db);

describe('a sheet that the plan has already', () => {
  test('is never written over without being asked about', async () => {
    const plan = await aNewPlan();
    await aSheet(db, { plan, number: '28', texts: { stakes: ['Le sien'], levers: ['Un levier'] } });
    const id = await begun(plan, 'Fiche 28\nUn autre titre\nEnjeux : le mien\nFreins : le temps');
    const [part] = await partsOf(id);
    expect(part).toMatchObject({ decision: 'ask', standing: { kind: 'exists' } });
    expect(await applySheetImport(db, animator, id)).toMatchObject({
      reason: 'undecided',
      positions: [1]
    });
    expect((await byNumber(plan, '28'))!.texts).toMatchObject({ stakes: ['Le sien'] });

    expect(await decideRest(db, animator, id, 'replace')).toBe(1);
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true });
    expect(await byNumber(plan, '28')).toMatchObject({
      title: 'Un autre titre',
      texts: { stakes: ['le mien'], brakes: ['le temps'], levers: ['Un levier'] }
    });
  });

  test('is left alone when the part is skipped, and a part told twice is asked about', async () => {
    const plan = await aNewPlan();
    const one = 'Fiche 7\nUn titre\nEnjeux : agir\nActions : faire';
    const id = await begun(plan, `${one}\n\n${one}\n\n${one} mieux`);
    expect((await partsOf(id)).map(({ decision, standing }) => [decision, standing.kind])).toEqual([
      ['create', 'new'],
      ['skip', 'twice'],
      ['ask', 'twice']
    ]);
    expect(await decideRest(db, animator, id, 'replace')).toBe(0);
    expect(await decideRest(db, animator, id, 'skip')).toBe(1);
    expect(await applySheetImport(db, animator, id)).toMatchObject({ ok: true, skipped: 2 });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
  });

  test('and was opened since, is told, and nothing at all is written', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 1\nUn\nEnjeux : agir\n\nFiche 2\nDeux\nEnjeux : agir');
    await aSheet(db, { plan, number: '2' });
    expect(await applySheetImport(db, animator, id)).toMatchObject({
      ...{ ok: false, reason: 'invalid' },
      parts: [{ position: 2, messages: [expect.stringContaining('2') as string] }]
    });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
    expect(await partsOf(id)).toHaveLength(2);
  });
});
