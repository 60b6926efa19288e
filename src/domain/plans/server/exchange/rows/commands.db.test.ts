import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { aWorkbook, bringBack, retyped } from '../../../../../../tests/factories/workbooks.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import type { WorkbookSheet } from '../../../tables/comparison.ts';
import { setFunding } from '../../funding/commands.ts';
import { saveIndicator } from '../../indicators/commands.ts';
import { setValue } from '../../indicators/values/commands.ts';
import { findSheet } from '../../sheets/queries.ts';

const now = new Date('2026-11-22T10:00:00Z');
const db = await testDatabase();
const territory: TerritoryId = (await aTerritory(db, 'tableur-lignes')).id;
let slug: string;
let lead: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;

beforeEach(async () => {
  slug = `cls-${randomUUID()}`;
  lead = await person(db, { roles: [{ territory, role: 'animator' }] });
  ({ plan } = await aPlan(db, { territory, slug }));
  sheet = await aSheet(db, { plan, number: '28' });
});

const download = () => aWorkbook(db, lead, slug, now);
const send = (workbook: readonly WorkbookSheet[]) => bringBack(db, lead, slug, { workbook, now });

async function closeYears(...years: number[]): Promise<void> {
  await db
    .insertInto('plan_year')
    .values(years.map((year) => ({ plan_id: plan, year })))
    .execute();
}

test.each([
  [[2026], 'l’année 2026 est close\u00a0: ses montants ne changent plus'],
  [[2025, 2026], 'les années 2025 et 2026 sont closes\u00a0: leurs montants ne changent plus']
])('amounts of closed years (%s) are refused in French', async (years, message) => {
  const line = { structure: '', planned: 100_00, actual: null, note: '', renewsYearly: false };
  const { version } = (await findSheet(db, { id: sheet }))!;
  await setFunding(db, lead, sheet, {
    version,
    lines: years.map((year) => ({ ...line, funder: `ARS ${year}`, year }))
  });
  const workbook = await download();
  await closeYears(...years);
  const outcome = await send(
    retyped(
      workbook,
      years.map((_, at) => ['Financement', at + 2, 'Prévu (€)', 250] as const)
    )
  );
  expect(outcome.errors.map((error) => error.message)).toEqual(years.map(() => message));
});

async function defined(input: Parameters<typeof saveIndicator>[2]['input']) {
  const saved = await saveIndicator(db, lead, { plan, sheet, input });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const writes = (indicator: Awaited<ReturnType<typeof defined>>, value: number) =>
  setValue(db, lead, { indicator, year: 2026, value, today: '2026-11-22' });

test('what Maillage computes may move after a download: the rest of the workbook is written', async () => {
  const binding = { source: 'plan', measure: 'sheetsDone' } as const;
  await defined({
    label: 'Fiches réalisées',
    binding: { ...binding, series: null, event: null, combine: 'last' }
  });
  await aSheet(db, { plan, number: '29', status: 'upcoming' });
  const workbook = await download();
  await db
    .updateTable('action_sheet')
    .set({ status: 'done' })
    .where('plan_id', '=', plan)
    .where('number', '=', '29')
    .execute();
  expect(JSON.stringify(await download())).not.toBe(JSON.stringify(workbook));
  const renamed = [['Indicateurs', 2, 'Indicateur', 'Fiches faites']] as const;
  const typed = retyped(workbook, [...renamed, ['Indicateurs', 2, 'Valeur 2026', 42]]);
  const told = await send(typed);
  expect(told).toMatchObject({ isWritten: true, errors: [] });
  expect(told.ignored).toEqual([expect.stringContaining('Maillage calcule cette valeur')]);
  expect(await send(workbook)).toMatchObject({ changes: [], errors: [], ignored: [] });
});

test('a value that somebody wrote after the download stays, where the workbook left its line alone', async () => {
  const id = await defined({ label: 'Participants' });
  await writes(id, 10);
  const workbook = await download();
  await writes(id, 20);
  expect(await send(workbook)).toMatchObject({ changes: [], errors: [] });
  const refused = await send(retyped(workbook, [['Indicateurs', 2, 'Valeur 2026', 30]]));
  expect(refused.errors).toMatchObject([{ tab: 'Indicateurs', line: 2, column: 'B (Version)' }]);
  const { value } = await db
    .selectFrom('indicator_value')
    .select('value')
    .where('indicator_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(Number(value)).toBe(20);
});
