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
