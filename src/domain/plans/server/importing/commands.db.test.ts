import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aPlan } from '../../../../../tests/factories/plans.ts';
import { aNetworkThatImports } from '../../../../../tests/factories/sheet-imports.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { OWN_FICHE } from '../../importing/own-fiche.fixture.ts';
import { listSheets } from '../sheets/queries.ts';
import { applySheetImport } from './applying/commands.ts';
import { beginSheetImport, correctPart, decideRest, dropSheetImport } from './commands.ts';
import { getSheetImport, listSheetImports } from './queries.ts';

const db = await testDatabase();
const { machine, territory, dadops, animator, member, aNewPlan, begun, partsOf, byNumber } =
  await aNetworkThatImports(db);

describe('what was understood', () => {
  const typed = async (id: string) => {
    const [part] = await partsOf(id);
    const sheet = part!.sheet;
    const { labels: _l, doubts: _d, ...rest } = sheet;
    const empty = { number: '', title: '' };
    return {
      ...rest,
      axis: rest.axis ?? empty,
      objective: rest.objective ?? empty,
      decision: 'create'
    };
  };

  test('is corrected by a person; of two at once, the second is told', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nTitre faux\nEnjeux : agir\nPilotes : Dadops');
    const input = {
      ...(await typed(id)),
      title: 'Titre juste',
      texts: { stakes: ['Agir', 'Vite'] }
    };
    const which = { id, position: 1, version: 1 };
    expect(await correctPart(db, animator, which, input)).toEqual({ ok: true });
    expect(await correctPart(db, animator, which, input)).toEqual({ ok: false, reason: 'changed' });
    expect(
      await correctPart(
        db,
        animator,
        { ...which, version: 2 },
        { ...input, title: 'x'.repeat(301) }
      )
    ).toMatchObject({
      reason: 'invalid',
      issues: [{ path: 'title' }]
    });
    await applySheetImport(db, animator, id);
    expect(await byNumber(plan, '9')).toMatchObject({
      title: 'Titre juste',
      texts: { stakes: ['Agir', 'Vite'] },
      pilots: [{ structure: { id: dadops } }]
    });
    expect(await correctPart(db, animator, { ...which, version: 2 }, input)).toMatchObject({
      reason: 'changed'
    });
  });

  test('is read again when it may let somebody be recognised', async () => {
    const plan = await aNewPlan();
    const id = await begun(
      plan,
      'Fiche 9\nUn titre\nEnjeux : aider 2 42 03 82 112 005 71\nActions : faire'
    );
    expect(await applySheetImport(db, animator, id)).toMatchObject({ reason: 'second-reading' });
    expect(await listSheets(db, animator, plan)).toEqual([]);
    expect(await applySheetImport(db, animator, id, { reread: true })).toMatchObject({ ok: true });
  });

  test('is written once, even when two people press at once', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Un titre\nEnjeux : agir\nActions : faire\nFreins : le temps');
    const both = await Promise.all([
      applySheetImport(db, animator, id),
      applySheetImport(db, machine, id)
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: 'closed' });
    expect(await listSheets(db, animator, plan)).toHaveLength(1);
  });

  test('is given up without a trace in the plan', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nUn titre\nEnjeux : agir');
    expect(await listSheetImports(db, animator, plan)).toMatchObject([
      { id, parts: 1, author: 'Anne' }
    ]);
    await dropSheetImport(db, animator, id);
    await expect(getSheetImport(db, animator, id)).rejects.toThrow(NotFound);
    expect(await listSheetImports(db, animator, plan)).toEqual([]);
  });
});

describe('what is no sheet', () => {
  test('is refused with what to do', async () => {
    const plan = await aNewPlan();
    for (const text of ['Bonjour à tous', 'Une facture\nTotal : 12 €', ''])
      expect(await beginSheetImport(db, animator, { plan, sourceName: 'x', text })).toMatchObject({
        ok: false,
        message: expect.stringContaining('Aucune fiche') as string
      });
    const many = Array.from({ length: 601 }, (_, at) => `Fiche ${at + 1}\nT${at}\nEnjeux : agir`);
    expect(
      await beginSheetImport(db, animator, { plan, sourceName: 'x', text: many.join('\n') })
    ).toMatchObject({ ok: false, message: expect.stringContaining('601') as string });
    expect(await listSheetImports(db, animator, plan)).toEqual([]);
  });

  test('is imported by nobody but who leads the plan', async () => {
    const plan = await aNewPlan();
    const id = await begun(plan, 'Fiche 9\nTitre secret\nEnjeux : agir');
    const asked = { plan, sourceName: 'x', text: OWN_FICHE };
    for (const actor of [member, VISITOR]) {
      await expect(beginSheetImport(db, actor, asked)).rejects.toThrow(Forbidden);
      await expect(getSheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(listSheetImports(db, actor, plan)).rejects.toThrow(Forbidden);
      await expect(applySheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(dropSheetImport(db, actor, id)).rejects.toThrow(Forbidden);
      await expect(decideRest(db, actor, id, 'skip')).rejects.toThrow(Forbidden);
      await expect(correctPart(db, actor, { id, position: 1, version: 1 }, {})).rejects.toThrow(
        Forbidden
      );
    }
    const closed = (await aPlan(db, { territory, status: 'closed' })).plan;
    await expect(beginSheetImport(db, animator, { ...asked, plan: closed })).rejects.toThrow(
      Forbidden
    );
    await expect(getSheetImport(db, animator, 'rien')).rejects.toThrow(NotFound);
  });
});
