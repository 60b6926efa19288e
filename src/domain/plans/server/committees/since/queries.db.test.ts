import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { ActionSheetId, CommitteeId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { findPlan } from '../../queries.ts';
import { freezeCommittee } from '../commands.ts';
import { getCommittee } from '../queries.ts';
import { readSince } from './queries.ts';

const db = await testDatabase();
const now = new Date('2026-11-22T16:00:00Z');
let territory: TerritoryId;
let animator: PersonActor;
let pilot: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let committee: CommitteeId;
let indicator: number;

async function freeze(): Promise<void> {
  const input = { title: 'COPIL', heldOn: '2026-11-22', note: '' };
  const done = await freezeCommittee(db, animator, plan, { input, now });
  if (!done.ok) throw new Error(done.reason);
  committee = done.id;
}
async function since(actor: Parameters<typeof readSince>[1] = animator) {
  const whole = (await findPlan(db, { id: plan }))!;
  const frozen = await getCommittee(db, actor, whole, committee);
  return readSince(db, actor, { plan: whole, committee: frozen, now });
}
const write = (value: number) =>
  db
    .insertInto('indicator_value')
    .values({ indicator_id: indicator, year: 2026, origin: 'manual', value, source: 'Compté' })
    .onConflict((on) => on.columns(['indicator_id', 'year']).doUpdateSet({ value }))
    .execute();

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { name: 'Salomé Essai', roles: [{ territory, role: 'animator' }] });
  pilot = await person(db, { roles: [{ territory, role: 'member' }] });
});
beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
  sheet = await aSheet(db, {
    ...{ plan, texts: { stakes: ['Se connaître'] }, pilots: [{ person: pilot.id }] }
  });
  const { id } = await db
    .insertInto('indicator')
    .values({ plan_id: plan, sheet_id: sheet, label: 'Participants', unit: 'participants' })
    .returning('id')
    .executeTakeFirstOrThrow();
  indicator = id;
  await write(200);
  await freeze();
});

describe('since a committee', () => {
  test('nothing has changed at first', async () => {
    expect(await since()).toEqual({ added: [], removed: [], changed: [], same: 1, values: [] });
  });

  test('headings, status and values that changed are told, sheet by sheet', async () => {
    await db
      .updateTable('action_sheet')
      .set({ status: 'done', texts: JSON.stringify({ stakes: ['Se parler'] }) })
      .where('id', '=', sheet)
      .execute();
    await write(231);
    const { changed, same } = await since();
    expect(same).toBe(0);
    expect(changed[0]!.fields).toMatchObject([
      { path: 'status', before: ['En cours'], after: ['Réalisée'] },
      { path: 'texts.stakes', label: 'Enjeux', before: ['Se connaître'], after: ['Se parler'] }
    ]);
    expect(changed[0]!.values).toMatchObject([{ year: 2026, before: 200, after: 231 }]);
  });

  test('sheets that came and went are named', async () => {
    await aSheet(db, { plan, number: '29', title: 'Une fiche nouvelle' });
    await db.updateTable('action_sheet').set({ removed_at: now }).where('id', '=', sheet).execute();
    expect(await since()).toMatchObject({
      ...{ added: [{ number: '29' }], removed: [{ number: '28' }], changed: [] }
    });
  });

  test('one is told nothing of what one does not read, then or now', async () => {
    await aSheet(db, { plan, number: '29', title: 'Un secret', visibility: 'pilots' });
    await db
      .updateTable('action_sheet')
      .set({ visibility: 'pilots', texts: JSON.stringify({ stakes: ['Un autre secret'] }) })
      .where('id', '=', sheet)
      .execute();
    expect(JSON.stringify(await since(VISITOR))).not.toMatch(/secret/);
    expect(JSON.stringify(await since())).toMatch(/Un secret/);
  });

  test('a visitor is not told who froze it', async () => {
    const whole = (await findPlan(db, { id: plan }))!;
    expect((await getCommittee(db, VISITOR, whole, committee)).frozenBy).toBe('');
    expect((await getCommittee(db, animator, whole, committee)).frozenBy).toBe('Salomé Essai');
  });

  test('a visitor is not told the figures of members, even frozen', async () => {
    await db
      .updateTable('indicator')
      .set({ binding_source: 'wave', binding_measure: 'density', kind: 'share' })
      .where('id', '=', indicator)
      .execute();
    await db.deleteFrom('indicator_value').where('indicator_id', '=', indicator).execute();
    const secret = { indicator_id: indicator, year: 2026, origin: 'computed', value: 0.4242 };
    await db.insertInto('indicator_value').values(secret).execute();
    await db.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
    await db.deleteFrom('plan_committee').where('plan_id', '=', plan).execute();
    await freeze();
    const whole = (await findPlan(db, { id: plan }))!;
    const read = async (actor: Parameters<typeof readSince>[1]) =>
      JSON.stringify(await getCommittee(db, actor, whole, committee));
    expect(await read(VISITOR)).not.toContain('0.4242');
    expect(await read(pilot)).toContain('0.4242');
  });
});
