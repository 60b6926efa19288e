import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getSheet, listWholeSheets } from '#domain/plans/server/sheets/queries.ts';
import { getEditionFigures } from '#domain/surveys/server/figures/queries.ts';
import type { EventId } from '#shared/ids.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDemonstration } from './demo.ts';
import { loadPlans } from './demo-plans.ts';

const db = await testDatabase({ geography: true });
const now = new Date('2026-11-24T14:00:00Z');
const TODAY = '2026-11-24';
await loadDemonstration(db, () => {}, now);
const network = await getPlan(db, VISITOR, 'cls-des-trois-confluents');
const real = await getPlan(db, VISITOR, 'plan-du-loir-et-cher');

test('Loir-et-Cher has sheet 28 alone, whole, and not one figure', async () => {
  const sheets = await listWholeSheets(db, VISITOR, real.id);
  expect(sheets.map(({ number, code }) => [number, code])).toEqual([['28', '3.3.3']]);
  const [sheet] = sheets;
  expect(sheet!.pilots.map(({ label }) => label)).toEqual(['DADOPS']);
  expect(sheet!.partners).toHaveLength(6);
  expect(sheet!.resources.map(({ planLabel, acronym }) => [planLabel, acronym])).toEqual([
    ['SROS', 'SROS'],
    ['PRAPS', 'PRAPS'],
    ['PTS', 'PTS'],
    ['PTS', 'PTS'],
    ['PTS', 'PTS'],
    ['PDI', 'PDI']
  ]);
  expect(Object.keys(sheet!.texts).sort()).toEqual(
    [
      ...['actions', 'audiences', 'brakes', 'diagnostic', 'funding', 'indicators', 'levers'],
      ...['means', 'schedule', 'stakes']
    ].sort()
  );
  const indicators = await listFollowed(db, VISITOR, { plan: real.id, today: TODAY, now });
  expect(indicators).toHaveLength(2);
  expect(indicators.flatMap(({ values }) => values).filter(({ value }) => value !== null)).toEqual(
    []
  );
});

test('the plan of the fictional network has twenty sheets in four axes, each with its structures', async () => {
  const sheets = await listWholeSheets(db, VISITOR, network.id);
  expect(sheets).toHaveLength(20);
  expect(network.axes.map(({ objectives }) => objectives.length)).toEqual([2, 2, 2, 2]);
  expect(new Set(sheets.map(({ status }) => status)).size).toBe(7);
  const unknown = sheets
    .flatMap(({ pilots, partners }) => [...pilots, ...partners])
    .filter(({ structure, label }) => !structure && !label.includes('(fict'));
  expect(unknown).toEqual([]);
});

test('the sheet of the Journée is fed by its editions: its figures are theirs', async () => {
  const sheet = await getSheet(db, VISITOR, { plan: network.id, slug: '1' });
  expect(sheet.links).toMatchObject([
    { kind: 'series', slug: 'journee-departementale' },
    { kind: 'contribution', nature: 'project' },
    { kind: 'contribution', nature: 'experience' }
  ]);
  const { id } = await db
    .selectFrom('event')
    .select('id')
    .where('slug', '=', 'journee-departementale-2026')
    .executeTakeFirstOrThrow();
  const figures = await getEditionFigures(db, id as EventId, now);
  const followed = await listFollowed(db, operator('test'), {
    ...{ plan: network.id, sheet: sheet.id, today: TODAY, now }
  });
  const valueOf = (label: string) =>
    followed
      .find((one) => one.label === label)!
      .values.find(({ year, origin }) => year === 2026 && origin === 'computed')!;
  expect(figures.present.value).toBeGreaterThan(0);
  expect(valueOf('Personnes présentes')).toMatchObject({ value: figures.present.value });
  expect(valueOf('Structures représentées')).toMatchObject({ value: figures.structures.value });
  expect(valueOf('Satisfaction des participants').value).toBe(figures.satisfaction.value);
  for (const { values } of followed)
    for (const { source, value } of values) expect([value, source]).not.toEqual([value, '']);
});

test('an indicator of the contract counts the projects that its territory shares', async () => {
  const all = await listFollowed(db, VISITOR, { plan: network.id, today: TODAY, now });
  const followed = all.find(({ label }) => label === 'Projets publiés')!;
  const { values } = followed;
  expect(followed).toMatchObject({ sheet: null, unit: 'projets' });
  expect(values.find(({ year }) => year === 2026)).toMatchObject({ value: 8, origin: 'computed' });
});

test('is loaded once', async () => {
  expect(await loadPlans(db, now)).toBe(0);
});
