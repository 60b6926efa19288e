import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import {
  aNetworkInDecember,
  aYearToClose,
  editionsOf
} from '../../../../../tests/factories/years-to-close.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { findPlan } from '../queries.ts';
import { closeYear, reopenYear } from './commands.ts';
import { listClosedYears } from './queries.ts';

const db = await testDatabase();
const network = await aNetworkInDecember(db);
const { animator, member, now } = network;

describe('closing a year', () => {
  test('carries what comes back, moves dates, and keeps what was', async () => {
    const { plan, read, close } = await aYearToClose(db, network);
    expect(await close()).toEqual({ ok: true, already: false, editions: [] });
    const whole = await read();
    expect(whole).toMatchObject({ startsOn: '2027-01-01', endsOn: '2027-12-31', version: 2 });
    expect(whole.steps.map(({ title, dueOn, status }) => [title, dueOn, status])).toEqual([
      ['Journée 2026', '2026-03-19', 'done'],
      ['Choisir un nom', '2026-01-10', 'done'],
      ['Journée 2027', '2027-03-19', 'todo']
    ]);
    expect(whole.steps[2]!.renewsYearly).toBe(true);
    expect(
      whole.funding.map(({ funder, year, planned, actual }) => [funder, year, planned, actual])
    ).toEqual([
      ['Département', 2026, 850_000, 812_550],
      ['Mécène', 2026, 100_000, null],
      ['Département', 2027, 850_000, null]
    ]);
    expect((await findPlan(db, { id: plan }))!.closedYears).toEqual([2026]);
  });

  test('does what was shown, and nothing else', async () => {
    const { plan, read, preview } = await aYearToClose(db, network);
    const { closing, stamp } = await preview();
    expect(closing.sheets).toHaveLength(1);
    expect(await read()).toMatchObject({ version: 1 });
    await closeYear(db, animator, plan, { year: 2026, stamp, now });
    const [closed] = await listClosedYears(db, plan);
    const { steps, funding, dates, status } = closing.sheets[0]!;
    expect(closed!.sheets[0]!.carried).toEqual({ steps, funding, dates, status });
    expect(closed).toMatchObject({ year: 2026, closedBy: 'Salomé Essai' });
  });

  test('is refused when what was shown is no longer what there is to do', async () => {
    const { plan, sheet, read, preview } = await aYearToClose(db, network);
    const { stamp } = await preview();
    await sql`update action_sheet_step set renews_yearly = true where sheet_id = ${sheet}`.execute(
      db
    );
    expect(await closeYear(db, animator, plan, { year: 2026, stamp, now })).toEqual({
      ...{ ok: false, reason: 'changed' }
    });
    expect((await findPlan(db, { id: plan }))!.closedYears).toEqual([]);
    expect((await read()).steps).toHaveLength(2);
  });

  test('is hers who leads the plan, as long as it is not over', async () => {
    const { plan, close } = await aYearToClose(db, network);
    for (const actor of [member, VISITOR])
      await expect(closeYear(db, actor, plan, { year: 2026, now })).rejects.toThrow(Forbidden);
    await db.updateTable('plan').set({ status: 'closed' }).where('id', '=', plan).execute();
    await expect(close()).rejects.toThrow(Forbidden);
    await expect(reopenYear(db, animator, plan, 2026)).rejects.toThrow(Forbidden);
  });

  test('goes one year after the other, and never before the year has come', async () => {
    const { plan, close } = await aYearToClose(db, network);
    await db.updateTable('plan').set({ starts_on: '2025-01-01' }).where('id', '=', plan).execute();
    expect(await close(2027)).toEqual({ ok: false, reason: 'not-now' });
    await close(2026);
    expect(await close(2025)).toEqual({ ok: false, reason: 'not-now' });
    expect(await close(2027)).toEqual({ ok: false, reason: 'not-now' });
  });

  test('carries nothing after the end of the plan', async () => {
    const { plan, read, close } = await aYearToClose(db, network);
    await db.updateTable('plan').set({ ends_on: '2026-12-31' }).where('id', '=', plan).execute();
    expect(await close()).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ version: 1, endsOn: '2026-12-31' });
  });

  test('keeps the value that was computed, and lets what was written by hand', async () => {
    const { plan, sheet, read, close } = await aYearToClose(db, network);
    const { id } = await db
      .insertInto('indicator')
      .values({
        ...{ plan_id: plan, label: 'Fiches réalisées', unit: 'fiches' },
        ...{ binding_source: 'plan', binding_measure: 'sheets-done' }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.updateTable('action_sheet').set({ status: 'done' }).where('id', '=', sheet).execute();
    await close();
    // The sheet is to come again; the figure of 2026 says that it was done.
    expect((await read()).status).toBe('upcoming');
    const value = () =>
      db
        .selectFrom('indicator_value')
        .select(['year', 'origin', 'value'])
        .where('indicator_id', '=', id)
        .execute();
    expect(await value()).toMatchObject([{ year: 2026, origin: 'computed' }]);
    expect(Number((await value())[0]!.value)).toBe(1);
    await reopenYear(db, animator, plan, 2026);
    expect(await value()).toEqual([]);
  });
});

describe('opening a year again', () => {
  test('leaves what was carried, and closing it again does not carry it twice', async () => {
    const { plan, sheet, read, close, linkSeries } = await aYearToClose(db, network);
    const series = await linkSeries();
    await close();
    const carried = await read();
    expect(await reopenYear(db, animator, plan, 2026)).toEqual({ ok: true });
    expect((await read()).steps).toEqual(carried.steps);
    // Somebody calls the step otherwise, and takes the money off.
    await sql`update action_sheet_step set title = 'La Journée' where sheet_id = ${sheet} and due_on = '2027-03-19'`.execute(
      db
    );
    await sql`delete from action_sheet_funding where sheet_id = ${sheet} and year = 2027`.execute(
      db
    );
    await sql`insert into action_sheet_step (sheet_id, position, title, due_on, renews_yearly)
      values (${sheet}, 9, 'Le bilan', '2026-06-01', true)`.execute(db);
    expect(await close()).toMatchObject({ ok: true, already: false, editions: [] });
    const after = await read();
    expect(
      after.steps.filter(({ dueOn }) => dueOn?.startsWith('2027')).map(({ title }) => title)
    ).toEqual([...['La Journée', 'Le bilan']]);
    expect(after.funding.filter(({ year }) => year === 2027)).toEqual([]);
    expect(await editionsOf(db, series)).toHaveLength(2);
    const [closed] = await listClosedYears(db, plan);
    expect(closed!.sheets[0]!.carried.steps).toHaveLength(2);
  });

  test('is for the last closed one', async () => {
    const { plan, close } = await aYearToClose(db, network);
    await db.updateTable('plan').set({ starts_on: '2025-01-01' }).where('id', '=', plan).execute();
    await close(2025);
    await close(2026);
    expect(await reopenYear(db, animator, plan, 2025)).toEqual({ ok: false, reason: 'not-last' });
    expect(await reopenYear(db, animator, plan, 2026)).toEqual({ ok: true });
    expect(await reopenYear(db, animator, plan, 2025)).toEqual({ ok: true });
    expect((await findPlan(db, { id: plan }))!.closedYears).toEqual([]);
  });
});
