import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { CommitteeInput } from '#domain/plans/forms/committee.ts';
import type { SheetVisibility } from '#domain/plans/model.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, CommitteeId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import { setFunding } from '../funding/commands.ts';
import { findPlan } from '../queries.ts';
import { removeSheetTexts } from '../withheld/commands.ts';
import { freezeCommittee, removeCommittee } from './commands.ts';
import { getCommittee, listCommittees } from './queries.ts';

const db = await testDatabase();
const now = new Date('2026-03-12T16:00:00Z');
const input: CommitteeInput = { title: 'COPIL du 12 mars', heldOn: '2026-03-12', note: '' };
let territory: TerritoryId;
let animator: PersonActor;
let member: PersonActor;
let pilot: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;

const thePlan = async () => (await findPlan(db, { id: plan }))!;
const freeze = async (traits: Partial<CommitteeInput> = {}) => {
  const done = await freezeCommittee(db, animator, plan, { input: { ...input, ...traits }, now });
  if (!done.ok) throw new Error(done.reason);
  return done.id;
};
const read = async (actor: Parameters<typeof getCommittee>[1], id: CommitteeId) =>
  getCommittee(db, actor, await thePlan(), id);
const aSheetOf = (number: string, visibility: SheetVisibility, secret = 'Rien') =>
  aSheet(db, {
    ...{ plan, number, visibility, texts: { stakes: [secret] }, pilots: [{ person: pilot.id }] }
  });

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { name: 'Salomé Essai', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  pilot = await person(db, { name: 'Inès Pilote', roles: [{ territory, role: 'member' }] });
});
beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
  sheet = await aSheetOf('28', 'plan', 'Se connaître');
});

describe('a committee', () => {
  test('keeps the plan as it was, whatever is written since', async () => {
    const id = await freeze({ note: 'Budget à revoir' });
    await db
      .updateTable('action_sheet')
      .set({ title: 'Autre titre', texts: JSON.stringify({ stakes: ['Autre'] }) })
      .where('id', '=', sheet)
      .execute();
    const kept = await read(member, id);
    expect(kept).toMatchObject({
      ...{ title: 'COPIL du 12 mars', heldOn: '2026-03-12', note: 'Budget à revoir' },
      ...{ frozenBy: 'Salomé Essai', frozenAt: now, sheets: 1 }
    });
    expect(kept.plan.axes[0]!.objectives[0]!.number).toBe('3.3');
    expect(kept.frozen[0]!.sheet.title).toBe('Une journée pour tous les professionnels');
    expect(kept.frozen[0]!.sheet.texts).toEqual({ stakes: ['Se connaître'] });
    expect(kept.frozen[0]!.sheet.updatedAt).toBeInstanceOf(Date);
  });

  test('keeps neither whose accounts are, nor what an import left to be placed', async () => {
    await db.updateTable('action_sheet').set({ remainder: 'À placer' }).execute();
    await freeze();
    const { document } = await db
      .selectFrom('plan_committee_sheet')
      .select('document')
      .executeTakeFirstOrThrow();
    const text = JSON.stringify(document);
    for (const secret of ['Inès Pilote', pilot.id, 'À placer']) expect(text).not.toContain(secret);
    expect(text).toContain('Pilote 1');
  });

  test('is frozen by who leads the plan', async () => {
    for (const actor of [member, pilot, VISITOR])
      await expect(freezeCommittee(db, actor, plan, { input, now })).rejects.toThrow(Forbidden);
    const id = await freeze();
    await expect(removeCommittee(db, member, plan, id)).rejects.toThrow(Forbidden);
    await removeCommittee(db, animator, plan, id);
    await expect(read(animator, id)).rejects.toThrow(NotFound);
  });

  test('of another plan is not reached through this one', async () => {
    const id = await freeze();
    const other = await aPlan(db, { territory });
    await expect(removeCommittee(db, animator, other.plan, id)).rejects.toThrow(NotFound);
    const fellow = (await findPlan(db, { id: other.plan }))!;
    await expect(getCommittee(db, animator, fellow, id)).rejects.toThrow(NotFound);
  });

  test('is said to be read again when its note seems to speak of somebody', async () => {
    const note = 'Appeler Mme Dupont, née le 12/03/1941, au 01 99 00 12 34';
    const asked = { input: { ...input, note }, now };
    expect(await freezeCommittee(db, animator, plan, asked)).toMatchObject({
      ...{ ok: false, reason: 'second-reading' }
    });
    expect(await freezeCommittee(db, animator, plan, { ...asked, reread: true })).toMatchObject({
      ok: true
    });
  });

  test('is read in as many statements with three sheets as with one', async () => {
    const one = await freeze();
    const alone = await countingStatements(db, () => read(member, one));
    await aSheetOf('29', 'plan');
    await aSheetOf('30', 'plan');
    const three = await freeze({ title: 'COPIL du 13 mars' });
    expect(await countingStatements(db, () => read(member, three))).toEqual(alone);
    expect((await listCommittees(db, member, await thePlan())).map(({ title }) => title)).toEqual([
      ...['COPIL du 13 mars', 'COPIL du 12 mars']
    ]);
  });
});

describe('what was frozen', () => {
  test('of a sheet of its pilots stays theirs, even once it is shown to all', async () => {
    const secret = await aSheetOf('29', 'pilots', 'Un secret d’alors');
    const id = await freeze();
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'plan' })
      .where('id', '=', secret)
      .execute();
    for (const actor of [member, VISITOR])
      expect(JSON.stringify(await read(actor, id))).not.toContain('Un secret d’alors');
    for (const actor of [animator, pilot])
      expect(JSON.stringify(await read(actor, id))).toContain('Un secret d’alors');
  });

  test('of a sheet that was shown is no longer, once it is its pilots’', async () => {
    const id = await freeze();
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots' })
      .where('id', '=', sheet)
      .execute();
    expect((await read(member, id)).frozen).toEqual([]);
    expect((await read(pilot, id)).frozen).toHaveLength(1);
  });

  test('while the plan was a draft is read by who leads it alone', async () => {
    await db.updateTable('plan').set({ status: 'draft' }).where('id', '=', plan).execute();
    const id = await freeze();
    await db.updateTable('plan').set({ status: 'active' }).where('id', '=', plan).execute();
    await expect(read(member, id)).rejects.toThrow(NotFound);
    expect(await listCommittees(db, VISITOR, await thePlan())).toEqual([]);
    expect((await read(animator, id)).frozen).toHaveLength(1);
  });

  test('of a sheet that was removed is read by who leads the plan', async () => {
    const id = await freeze();
    await db.updateTable('action_sheet').set({ removed_at: now }).where('id', '=', sheet).execute();
    expect((await read(member, id)).frozen).toEqual([]);
    expect((await read(animator, id)).frozen).toHaveLength(1);
  });

  test('of a text that is withheld is not read meanwhile, nor what is written of its figures', async () => {
    const words = { definition: 'Se connaître', source: 'Se connaître', label: 'Suivis' };
    const { id: indicator } = await db
      .insertInto('indicator')
      .values({ ...words, plan_id: plan, sheet_id: sheet })
      .returning('id')
      .executeTakeFirstOrThrow();
    const value = { value: 3, comment: 'Se connaître', source: 'Se connaître' };
    await db
      .insertInto('indicator_value')
      .values({ ...value, indicator_id: indicator, year: 2026, origin: 'manual' })
      .execute();
    const id = await freeze();
    await db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(sheet), territory_id: territory })
      .execute();
    for (const actor of [member, VISITOR])
      expect(JSON.stringify(await read(actor, id))).not.toContain('Se connaître');
    expect((await read(member, id)).frozen[0]!.indicators[0]).toMatchObject({ label: 'Suivis' });
    for (const said of ['"Se connaître', '"definition":"Se connaître', '"comment":"Se connaître'])
      expect(JSON.stringify(await read(animator, id))).toContain(said);
  });
});

describe('a committee frozen while a sheet is reported', () => {
  const report = () =>
    db
      .insertInto('withholding')
      .values({ content_kind: 'action-sheet', content_id: String(sheet), territory_id: territory })
      .returning('id')
      .executeTakeFirstOrThrow();

  test('has its texts once it is shown again, and not before', async () => {
    await report();
    const id = await freeze();
    expect(JSON.stringify(await read(member, id))).not.toContain('Se connaître');
    await db.deleteFrom('withholding').where('content_id', '=', String(sheet)).execute();
    expect((await read(member, id)).frozen[0]!.sheet.texts).toEqual({ stakes: ['Se connaître'] });
  });

  test('loses them with the sheet when they are erased', async () => {
    const { id: withholding } = await report();
    const id = await freeze();
    await removeSheetTexts(db, animator, withholding);
    expect((await read(animator, id)).frozen[0]!.sheet.texts).toEqual({});
    const kept = await db
      .selectFrom('plan_committee_sheet')
      .select('document')
      .where('committee_id', '=', id)
      .execute();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('Se connaître');
  });
});

describe('two people at once', () => {
  const bothFreeze = (on: Database) =>
    db
      .transaction()
      .execute(async (tx) => {
        await tx.selectFrom('plan').select('id').where('id', '=', plan).forUpdate().execute();
        const sent = [1, 2].map(() => freezeCommittee(on, animator, plan, { input, now }));
        await untilWaiting(db, 2).catch(() => undefined);
        return { sent };
      })
      .then(async ({ sent }) => (await Promise.all(sent)).map(({ ok }) => ok));

  test('freeze one committee, and the second is led to it', async () => {
    expect((await bothFreeze(db)).sort()).toEqual([false, true]);
    expect(await listCommittees(db, animator, await thePlan())).toHaveLength(1);
  });

  test('would freeze two of them without its lock', async () => {
    const free = without(db, 'for no key update');
    expect(await bothFreeze(free.db)).toEqual([true, true]);
    free.missed();
  });

  test('a sheet that is being written is frozen once it is written', async () => {
    const version = 1;
    const line = { funder: 'ARS', structure: '', year: 2026, planned: 1, actual: null };
    const lines = [{ ...line, note: '', renewsYearly: false }];
    const frozen = await db.transaction().execute(async (tx) => {
      await setFunding(tx, pilot, sheet, { version, lines });
      const sent = freeze();
      await untilWaiting(db, 1);
      return { sent };
    });
    const kept = await read(member, await frozen.sent);
    expect(kept.frozen[0]!.sheet.funding).toMatchObject([{ funder: 'ARS' }]);
  });
});
