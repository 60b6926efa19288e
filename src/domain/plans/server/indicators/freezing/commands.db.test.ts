import { beforeAll, beforeEach, expect, test } from 'vitest';
import { VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import type { IndicatorId, PlanId, SeriesId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { aPlan } from '../../../../../../tests/factories/plans.ts';
import { aComer, cameIn } from '../../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import type { IndicatorDraft } from '../../../figures/definition.ts';
import { saveIndicator } from '../commands.ts';
import { removeIndicator, restoreIndicator } from '../order/commands.ts';
import { getFollowed } from '../queries.ts';
import { freezeValues } from './commands.ts';

const db = await testDatabase();
const CLOCK = { now: new Date('2027-01-10T10:00:00Z'), today: '2027-01-10' };
const NOTHING = { series: null, event: null, combine: 'last' } as const;
const WAVE = { source: 'wave', measure: 'density-2', ...NOTHING } as const;

let territory: TerritoryId;
let structures: StructureId[];
let animator: PersonActor;
let member: PersonActor;
let plan: PlanId;

beforeAll(async () => {
  ({ territory, ids: structures } = await aNeighbourhood(db, ['Un', 'Deux', 'Trois', 'Quatre']));
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  const all = [0, 1, 2, 3].flatMap((from) =>
    [0, 1, 2, 3].filter((to) => to !== from).map((to) => [from, to, 2] as const)
  );
  await anAskedWave(db, territory, structures, all, { closedAt: '2026-10-01T10:00:00Z' });
});

beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
});

const save = (input: IndicatorDraft, id?: IndicatorId, version = 1) =>
  saveIndicator(db, animator, { plan, sheet: null, input, ...(id && { id, version }) });

async function defined(input: IndicatorDraft): Promise<IndicatorId> {
  const saved = await save(input);
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const close = (year = 2026) =>
  db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, plan, year, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: plan, year }).execute();
  });

async function valueFor(id: IndicatorId, actor: Actor) {
  const { values } = await getFollowed(db, actor, id, { plan, ...CLOCK });
  return values.find(({ year }) => year === 2026);
}

test('a figure of members that was kept stays theirs, whatever its indicator is made to follow', async () => {
  const id = await defined({ label: 'Densité d’une vague', binding: WAVE });
  await close();
  await db
    .updateTable('indicator')
    .set({ binding_source: 'directory', binding_measure: 'confirmedShare' })
    .where('id', '=', id)
    .execute();
  expect(await valueFor(id, member)).toMatchObject({ value: 1, readers: 'members', frozen: true });
  expect(await valueFor(id, VISITOR)).toMatchObject({ value: null });
});

test('a figure of an edition of members stays theirs once that one is cancelled, and another is public', async () => {
  const { id: series } = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: 'reunions', title: 'Réunions' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const when = { startsAt: '2026-03-18T08:00:00Z', endsAt: '2026-03-18T16:00:00Z' };
  const { id: held } = await anEvent(db, territory, { series, visibility: 'members', ...when });
  await cameIn(db, held, await aComer(db, held));
  await anEvent(db, territory, {
    ...{ series, startsAt: '2025-03-18T08:00:00Z', endsAt: '2025-03-18T16:00:00Z' }
  });
  const binding = { ...NOTHING, source: 'edition', measure: 'present' } as const;
  const id = await defined({ label: 'Venus', binding: { ...binding, series: series as SeriesId } });
  await close();
  await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', held).execute();
  expect(await valueFor(id, member)).toMatchObject({ value: 1, readers: 'members' });
  expect(await valueFor(id, VISITOR)).toMatchObject({ value: null });
});

test('an indicator that was off when its year was closed has its kept value once it is back', async () => {
  const id = await defined({ label: 'Densité d’une vague', binding: WAVE });
  await removeIndicator(db, animator, id);
  await close();
  await restoreIndicator(db, animator, id);
  expect(await valueFor(id, member)).toMatchObject({ value: 1, frozen: true });
});

test('once a closed year has a value, an indicator follows nothing else, and keeps its unit', async () => {
  const label = 'Densité d’une vague';
  const id = await defined({ label, binding: WAVE });
  const share = { ...NOTHING, source: 'directory', measure: 'confirmedShare' } as const;
  await close();
  for (const binding of [share, { ...WAVE, measure: 'density-1' }, null])
    expect(await save({ label, kind: 'share', unit: '%', binding }, id)).toMatchObject({
      issues: [{ path: 'binding' }]
    });
  expect(await save({ label: 'Densité', binding: WAVE }, id)).toMatchObject({ ok: true });
  const byHand = await defined({ label: 'Heures', unit: 'heures' });
  await db
    .insertInto('indicator_value')
    .values({ indicator_id: byHand, year: 2026, origin: 'manual', value: 12 })
    .execute();
  expect(await save({ label: 'Heures', unit: 'journées' }, byHand)).toMatchObject({
    issues: [{ path: 'unit' }]
  });
});

test('while the closed year has no value, it may follow something else', async () => {
  const label = 'À définir';
  const id = await defined({ label, unit: 'fiches' });
  await close();
  const binding = { ...NOTHING, source: 'directory', measure: 'confirmed' } as const;
  expect(await save({ label, binding }, id)).toMatchObject({ ok: true });
});
