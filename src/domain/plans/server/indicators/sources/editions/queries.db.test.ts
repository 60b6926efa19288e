import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { SeriesId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../../tests/factories/events.ts';
import {
  aFollowedPlan,
  aSeries,
  aSeriesToCome,
  CLOCK,
  people
} from '../../../../../../../tests/factories/followed-plans.ts';
import { aTerritory } from '../../../../../../../tests/factories/people.ts';
import { aPlan } from '../../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../../tests/support/database.ts';
import { isMissing } from '../../../../indicators.ts';
import { saveIndicator } from '../../commands.ts';
import { freezeValues } from '../../freezing/commands.ts';
import { listFollowed } from '../../queries.ts';

const db = await testDatabase();
const { territory, animator, member, plan, edition, follow, valuesOf } = await aFollowedPlan(db);

test('an edition counts for the civil year in which it begins, where it takes place', async () => {
  const late = await anEvent(db, territory, {
    ...{ title: 'Réveillon', startsAt: '2026-12-31T23:30:00Z', endsAt: '2027-01-01T02:00:00Z' }
  });
  await people(db, late.id, 3, 2);
  const values = await valuesOf(await follow('present', { event: late.id }));
  expect([...values.keys()]).toEqual([2027]);
  expect(values.get(2027)).toMatchObject({ value: 2, origin: 'computed', frozen: false });
});

test('counted by hand: of seven who have a place, five came; what is cancelled or in preparation counts for nothing', async () => {
  await people(db, await edition(2026, { title: 'Annulée', status: 'cancelled' }), 4, 4);
  await people(db, await edition(2026, { title: 'Brouillon', status: 'draft' }), 4, 4);
  const present = await valuesOf(await follow('present'));
  expect(present.get(2026)).toMatchObject({ value: 5, readers: 'public' });
  expect(present.get(2026)!.source).toBe(
    'D’après «\u00a0Journée 2026\u00a0» (18 mars 2026)\u00a0: Entrées notées à l’accueil\u00a0: chaque personne une fois.'
  );
  expect((await valuesOf(await follow('registered'))).get(2026)).toMatchObject({ value: 7 });
  expect((await valuesOf(await follow('attendance'))).get(2026)!.value).toBeCloseTo(5 / 7);
});

test('an edition that is to come gives no value yet, and says so; a year without any says it too', async () => {
  const own = await aSeries(db, territory, 'Ateliers');
  const when = { startsAt: '2027-09-18T08:00:00Z', endsAt: '2027-09-18T16:00:00Z' };
  const next = await anEvent(db, territory, { title: 'Atelier 4', series: own, ...when });
  await people(db, next.id, 3, 0);
  const values = await valuesOf(await follow('registered', { series: own }));
  expect(values.get(2027)).toMatchObject({
    ...{ value: null, awaited: true },
    source:
      '«\u00a0Atelier 4\u00a0» (18 septembre 2027) n’est pas terminée\u00a0: le chiffre viendra ensuite.'
  });
  expect(values.get(2026)).toMatchObject({
    ...{ value: null, awaited: false, source: 'Aucune édition de «\u00a0Ateliers\u00a0» en 2026.' }
  });
  expect([...values.values()].filter(isMissing).map(({ year }) => year)).toEqual([2026]);
});

test('several editions of a year: the last, their sum, their mean; one that is not known hides the sum', async () => {
  const own = await aSeries(db, territory, 'Cafés');
  const months = ['02', '03', '04'];
  for (const [at, month] of months.entries()) {
    const when = { startsAt: `2027-${month}-10T08:00:00Z`, endsAt: `2027-${month}-10T09:00:00Z` };
    const { id } = await anEvent(db, territory, {
      title: `Café ${at + 1}`,
      series: own,
      ...when
    });
    await people(db, id, at + 2, at + 1);
  }
  const valued = async (combine: 'last' | 'sum' | 'mean', measure = 'present') => {
    const binding = { source: 'edition', measure, series: own, event: null, combine } as const;
    const input = { label: `${combine} ${measure} ${Math.random()}`, binding };
    const saved = await saveIndicator(db, animator, { plan, sheet: null, input });
    return saved.ok ? (await valuesOf(saved.id)).get(2027) : saved;
  };
  expect(await valued('last')).toMatchObject({ value: 3 });
  expect(await valued('sum')).toMatchObject({ value: 6 });
  expect(await valued('mean')).toMatchObject({ value: 2 });
  // Different structures of three editions are not so many structures.
  expect(await valued('sum', 'structures')).toMatchObject({ value: null });
  const when = { startsAt: '2027-05-10T08:00:00Z', endsAt: '2027-05-10T09:00:00Z' };
  await anEvent(db, territory, { title: 'Café sans entrées', series: own, ...when });
  const hidden = await valued('sum');
  expect(hidden).toMatchObject({ value: null, awaited: false });
  expect((hidden as { source: string }).source).toContain('Café sans entrées');
});

test('of the editions that are to come, a figure names those that everybody may find, now and once it is kept', async () => {
  const own = await aPlan(db, { territory });
  const input = (combine: 'last' | 'sum', id: SeriesId) => ({
    label: `Suite ${combine}`,
    binding: { source: 'edition', measure: 'present', combine, event: null, series: id } as const
  });
  const id = await aSeriesToCome(db, territory);
  const april = { startsAt: '2027-04-10T08:00:00Z', endsAt: '2027-04-10T09:00:00Z' };
  const second = await anEvent(db, territory, { title: 'Suite d’avril', series: id, ...april });
  await people(db, second.id, 1, 1);
  for (const combine of ['last', 'sum'] as const)
    await saveIndicator(db, animator, { plan: own.plan, sheet: null, input: input(combine, id) });
  const sources = async () => {
    const all = await listFollowed(db, VISITOR, { plan: own.plan, ...CLOCK });
    return all.map((one) => one.values.find(({ year }) => year === 2027)!.source);
  };
  const computed = await sources();
  expect(computed).toHaveLength(2);
  for (const source of computed)
    expect(source).toMatch(
      / À venir dans l’année\u00a0: «\u00a0Suite annoncée\u00a0» \([^)]*\)\.$/
    );
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, own.plan, 2027, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: own.plan, year: 2027 }).execute();
  });
  expect(await sources()).toEqual(computed);
});

test('members read no title of what another network keeps for its own', async () => {
  const elsewhere = (await aTerritory(db, 'plus-loin')).id;
  const secret = { visibility: 'members', title: 'Suite secrète' } as const;
  const held = await aSeriesToCome(db, elsewhere, { ...secret });
  const none = await aSeries(db, elsewhere, 'Rien encore');
  for (const [title, year] of [['Avant', 2025] as const, ['Suite secrète', 2027] as const])
    await anEvent(db, elsewhere, {
      ...{ title, series: none, visibility: year === 2025 ? 'public' : 'members' },
      ...{ startsAt: `${year}-10-10T08:00:00Z`, endsAt: `${year}-10-10T09:00:00Z` }
    });
  for (const [series, source] of [
    [held, 'Une rencontre\u00a0: L’organisation'],
    [none, 'Une rencontre n’est pas terminée']
  ] as const) {
    const values = await valuesOf(await follow('present', { series }), member);
    expect(values.get(2027)!.source).toContain(source);
    expect(JSON.stringify([...values.values()])).not.toContain('secrète');
  }
});
