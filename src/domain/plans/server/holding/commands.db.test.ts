import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import type { WorkbookSheet } from '../../tables/comparison.ts';
import { freezeCommittee } from '../committees/commands.ts';
import { importWorkbook } from '../exchange/commands.ts';
import { readTables } from '../exchange/queries.ts';
import { readPlanWorkbook, writePlanWorkbook } from '../exchange/workbook/documents.ts';
import { holdSheet } from './commands.ts';
import { closeYear } from '../renewal/commands.ts';
import { findSheet } from '../sheets/queries.ts';
import { setResources } from '../writing/commands.ts';
import { holdLeaning } from '../writing/fields/commands.ts';

/** A sheet that leans on another of its plan is written while the plan is held: nobody waits for who waits for her. */

const url = await testDatabaseUrl();
const db = connect(url, { max: 4 });
const others = connect(url, { max: 4 });
afterAll(() => Promise.all([db.destroy(), others.destroy()]));

const now = new Date('2026-12-15T09:00:00Z');
let territory: TerritoryId;
let lead: PersonActor;
let plan: PlanId;
let slug: string;
let target: ActionSheetId;
let sheet: ActionSheetId;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  lead = await person(db, { roles: [{ territory, role: 'animator' }] });
});
let turn = 0;
beforeEach(async () => {
  slug = `plan-tenu-${(turn += 1)}`;
  ({ plan } = await aPlan(db, { territory, slug }));
  target = await aSheet(db, { plan, number: '1' });
  sheet = await aSheet(db, { plan, number: '2' });
});

const leaning = [{ planLabel: 'CLS', part: '', action: 'Fiche 1' }];
const leanOn = (on: Parameters<typeof setResources>[0], id: ActionSheetId, other: ActionSheetId) =>
  setResources(
    on,
    lead,
    id,
    leaning.map((one) => ({ ...one, targetSheet: other }))
  );
const targetsOf = async (id: ActionSheetId) =>
  (await findSheet(db, { id }))!.resources.map(({ targetSheet }) => targetSheet?.id);

async function download(): Promise<WorkbookSheet[]> {
  const { tables, years } = await readTables(db, lead, slug, now);
  return readPlanWorkbook(await writePlanWorkbook(tables, years));
}
const bringBack = (on: Database, workbook: readonly WorkbookSheet[]) =>
  importWorkbook(on, lead, { plan: slug, workbook, dryRun: false, now });

const WHOLE: [string, (on: Database) => Promise<unknown>][] = [
  ['a year is closed', (on) => closeYear(on, lead, plan, { year: 2026, now })],
  [
    'a committee is frozen',
    (on) => {
      const input = { title: 'COPIL', heldOn: '2026-12-15', note: '' };
      return freezeCommittee(on, lead, plan, { input, now });
    }
  ],
  ['a workbook is brought back', async (on) => bringBack(on, await download())]
];

const ended = ({ status, ...one }: PromiseSettledResult<unknown>) =>
  status === 'fulfilled' ? 'done' : (one as { reason: { code?: string } }).reason.code;

/** As its command does, the sheet is held; then the whole plan is asked for, then the sheet is said to lean on another of the plan. */
async function writeMeanwhile(gesture: (on: Database) => Promise<unknown>, on: Database) {
  let whole: Promise<unknown> = Promise.resolve();
  const writing = db.transaction().execute(async (tx) => {
    await holdLeaning(tx);
    await holdSheet(tx, lead, sheet);
    whole = gesture(on);
    whole.catch(() => undefined);
    await untilWaiting(db, 1);
    await leanOn(tx, sheet, target);
  });
  const [written] = await Promise.allSettled([writing]);
  const [done] = await Promise.allSettled([whole]);
  return [written, done].map(ended);
}

describe.each(WHOLE)('while %s', (_, gesture) => {
  test('a sheet comes to lean on another of the plan', async () => {
    expect(await writeMeanwhile(gesture, others)).toEqual(['done', 'done']);
    expect(await targetsOf(sheet)).toEqual([target]);
  });

  test('the negative control: with locks that keys wait for, one of the two dies', async () => {
    const strict = without(others, ' no key');
    expect(await writeMeanwhile(gesture, strict.db)).toContain('40P01');
    strict.missed();
  });
});

test('a workbook that says what a sheet leans on waits for who says it of another, with no sheet in hand', async () => {
  const last = await aSheet(db, { plan, number: '3' });
  await leanOn(db, sheet, target);
  const workbook = await download();
  const { rows } = workbook.find(({ name }) => name === 'Fiches')!;
  const column = rows[0]!.indexOf('Ressources partenariales');
  const changed = rows.map((row, at) =>
    at > 0 && row[column] ? row.with(column, `${row[column] as string}\nPTS`) : row
  );
  const rest = workbook.filter(({ name }) => name !== 'Fiches');
  const sent = await db.transaction().execute(async (tx) => {
    await holdSheet(tx, lead, last);
    const importing = bringBack(others, [{ name: 'Fiches', rows: changed }, ...rest]);
    importing.catch(() => undefined);
    await untilWaiting(db, 1);
    const writing = leanOn(db, target, last);
    writing.catch(() => undefined);
    await untilWaiting(db, 2);
    return { importing, writing };
  });
  expect(await sent.importing).toMatchObject({ isWritten: true, errors: [] });
  expect(await sent.writing).toMatchObject({ ok: true });
  expect(await targetsOf(sheet)).toEqual([target, undefined]);
});
