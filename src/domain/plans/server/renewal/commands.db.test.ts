import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, SeriesId, TerritoryId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import { setFunding } from '../funding/commands.ts';
import { findPlan } from '../queries.ts';
import { findSheet } from '../sheets/queries.ts';
import { closeYear, reopenYear } from './commands.ts';
import { listClosedYears, readClosing } from './queries.ts';

const db = await testDatabase();
const now = new Date('2026-12-15T09:00:00Z');
let territory: TerritoryId;
let elsewhere: TerritoryId;
let animator: PersonActor;
let member: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let series: SeriesId;

const read = async () => (await findSheet(db, { id: sheet }))!;
const preview = async (year = 2026) =>
  readClosing(db, animator, (await findPlan(db, { id: plan }))!, { year, now });
const close = (year = 2026, actor = animator) => closeYear(db, actor, plan, { year, now });
const editions = () =>
  db
    .selectFrom('event')
    .select(['id', 'title', 'status', sql<string>`starts_at at time zone 'Europe/Paris'`.as('at')])
    .where('series_id', '=', series)
    .orderBy('id')
    .execute();

/** A sheet that renews, with a step and money of 2026 that come back, and one of each that does not. */
async function aRenewingSheet(): Promise<ActionSheetId> {
  const id = await aSheet(db, { plan, renewsYearly: true });
  await sql`update action_sheet set starts_on = '2026-01-01', ends_on = '2026-12-31' where id = ${id}`.execute(
    db
  );
  await sql`insert into action_sheet_step (sheet_id, position, title, due_on, status, done_on, renews_yearly) values
    (${id}, 1, 'Journée 2026', '2026-03-19', 'done', '2026-03-19', true),
    (${id}, 2, 'Choisir un nom', '2026-01-10', 'done', '2026-01-10', false)`.execute(db);
  await sql`insert into action_sheet_funding (sheet_id, position, funder, year, planned, actual, renews_yearly) values
    (${id}, 1, 'Département', 2026, 850000, 812550, true),
    (${id}, 2, 'Mécène', 2026, 100000, null, false)`.execute(db);
  return id;
}

/** Its edition of 2026, with something prepared and somebody registered. */
async function linkSeries(to = sheet, where = territory): Promise<SeriesId> {
  const made = await createSeries(db, operator('test'), {
    ...{ title: `Journée ${Math.random()}`, description: '', territory: where }
  });
  if (!made.ok) throw new Error(made.reason);
  const { id } = await anEvent(db, where, {
    ...{ title: 'Journée 2026', series: made.id },
    ...{ startsAt: '2026-03-19T08:00:00Z', endsAt: '2026-03-19T16:00:00Z' }
  });
  await aSession(db, id, { startsAt: '2026-03-19T09:00:00Z', endsAt: '2026-03-19T10:00:00Z' });
  await sql`insert into event_team_member (event_id, person_id, role) values (${id}, ${member.id}, 'organiser')`.execute(
    db
  );
  await linkTo(to, made.id);
  return made.id;
}
const linkTo = (to: ActionSheetId, id: SeriesId) =>
  sql`insert into action_sheet_link (sheet_id, position, kind, series_id) values (${to}, 0, 'series', ${id})`.execute(
    db
  );

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  elsewhere = (await aTerritory(db, 'ailleurs')).id;
  animator = await person(db, { name: 'Salomé Essai', roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});
beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
  sheet = await aRenewingSheet();
});

describe('closing a year', () => {
  test('carries what comes back, moves dates, and keeps what was', async () => {
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
    for (const actor of [member, VISITOR])
      await expect(closeYear(db, actor, plan, { year: 2026, now })).rejects.toThrow(Forbidden);
    await db.updateTable('plan').set({ status: 'closed' }).where('id', '=', plan).execute();
    await expect(close()).rejects.toThrow(Forbidden);
    await expect(reopenYear(db, animator, plan, 2026)).rejects.toThrow(Forbidden);
  });

  test('goes one year after the other, and never before the year has come', async () => {
    await db.updateTable('plan').set({ starts_on: '2025-01-01' }).where('id', '=', plan).execute();
    expect(await close(2027)).toEqual({ ok: false, reason: 'not-now' });
    await close(2026);
    expect(await close(2025)).toEqual({ ok: false, reason: 'not-now' });
    expect(await close(2027)).toEqual({ ok: false, reason: 'not-now' });
  });

  test('carries nothing after the end of the plan', async () => {
    await db.updateTable('plan').set({ ends_on: '2026-12-31' }).where('id', '=', plan).execute();
    expect(await close()).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ version: 1, endsOn: '2026-12-31' });
  });

  test('keeps the value that was computed, and lets what was written by hand', async () => {
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

describe('the next edition of a linked series', () => {
  beforeEach(async () => {
    series = await linkSeries();
  });

  test('is opened as a draft, on the same weekday, with what was prepared and without people', async () => {
    const { closing } = await preview();
    expect(closing.editions).toMatchObject([
      { outcome: 'open', title: 'Journée 2027', day: '2027-03-18', number: '28' }
    ]);
    const done = await close();
    const [before, after] = await editions();
    expect(done).toMatchObject({ ok: true, editions: [after!.id] });
    expect(after).toMatchObject({ title: 'Journée 2027', status: 'draft' });
    const { rows } = await sql<{ sessions: number; team: number; at: string }>`select
      (select count(*)::int from programme_session where event_id = ${after!.id}) as sessions,
      (select count(*)::int from event_team_member where event_id = ${after!.id}) as team,
      (select (starts_at at time zone 'Europe/Paris')::text from event where id = ${after!.id}) as at`.execute(
      db
    );
    expect(rows[0]).toEqual({ sessions: 1, team: 0, at: '2027-03-18 09:00:00' });
    expect(before!.status).toBe('published');
    expect((await listClosedYears(db, plan))[0]!.sheets[0]!.event).toMatchObject({
      ...{ id: after!.id, draft: true }
    });
  });

  test('is not, when there is one already, dated or waiting for its date', async () => {
    for (const startsAt of ['2027-06-01T08:00:00Z', null]) {
      const { id } = await anEvent(db, territory, {
        series,
        status: 'draft',
        startsAt,
        endsAt: startsAt && '2027-06-01T16:00:00Z'
      });
      expect((await preview()).closing.editions).toMatchObject([{ outcome: 'exists' }]);
      await db.deleteFrom('event').where('id', '=', id).execute();
    }
    expect((await preview()).closing.editions).toMatchObject([{ outcome: 'open' }]);
  });

  test('is not, of a sheet that does not renew, or that is dropped', async () => {
    await db
      .updateTable('action_sheet')
      .set({ renews_yearly: false })
      .where('id', '=', sheet)
      .execute();
    expect((await preview()).closing.editions).toEqual([]);
    await db
      .updateTable('action_sheet')
      .set({ renews_yearly: true, status: 'dropped' })
      .where('id', '=', sheet)
      .execute();
    expect((await preview()).closing.editions).toEqual([]);
  });

  test('is opened once for two sheets that ask for it', async () => {
    await linkTo(await aSheet(db, { plan, number: '29', renewsYearly: true }), series);
    expect((await preview()).closing.editions).toHaveLength(1);
    await close();
    expect(await editions()).toHaveLength(2);
  });

  test('is left to who leads it when it is of another network, and the year is closed all the same', async () => {
    series = await linkSeries(sheet, elsewhere);
    const { closing } = await preview();
    expect(closing.editions.map(({ outcome }) => outcome).sort()).toEqual(['not-yours', 'open']);
    expect(await close()).toMatchObject({ ok: true });
    expect(await editions()).toHaveLength(1);
  });

  test('is not opened on a day that is gone', async () => {
    await sql`update event set starts_at = starts_at - interval '1 year', ends_at = ends_at - interval '1 year'
      where series_id = ${series}`.execute(db);
    expect((await preview(2025)).closing.editions).toMatchObject([{ outcome: 'past' }]);
  });
});

describe('opening a year again', () => {
  test('leaves what was carried, and closing it again does not carry it twice', async () => {
    series = await linkSeries();
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
    expect(await editions()).toHaveLength(2);
    const [closed] = await listClosedYears(db, plan);
    expect(closed!.sheets[0]!.carried.steps).toHaveLength(2);
  });

  test('is for the last closed one', async () => {
    await db.updateTable('plan').set({ starts_on: '2025-01-01' }).where('id', '=', plan).execute();
    await close(2025);
    await close(2026);
    expect(await reopenYear(db, animator, plan, 2025)).toEqual({ ok: false, reason: 'not-last' });
    expect(await reopenYear(db, animator, plan, 2026)).toEqual({ ok: true });
    expect(await reopenYear(db, animator, plan, 2025)).toEqual({ ok: true });
    expect((await findPlan(db, { id: plan }))!.closedYears).toEqual([]);
  });
});

describe('two people at once', () => {
  /** Both press while the plan is held. */
  async function bothClose(on: Database): Promise<string[]> {
    const sent = await db.transaction().execute(async (tx) => {
      await sql`select from plan where id = ${plan} for update`.execute(tx);
      const both = [1, 2].map(() => closeYear(on, animator, plan, { year: 2026, now }));
      const settled = Promise.allSettled(both);
      await untilWaiting(db, 2);
      return { settled };
    });
    const results = await sent.settled;
    return results
      .map((one) => (one.status === 'rejected' ? 'failed' : `${one.value.ok && one.value.already}`))
      .sort();
  }

  test('who close a year close it once, and the second is told that it is done', async () => {
    series = await linkSeries();
    expect(await bothClose(db)).toEqual(['false', 'true']);
    expect((await read()).steps).toHaveLength(3);
    expect(await editions()).toHaveLength(2);
  });

  test('without its locks, the second would fail on the key of the year, and carry nothing twice', async () => {
    const free = without(db, 'for no key update');
    expect(await bothClose(free.db)).toEqual(['failed', 'false']);
    free.missed();
    expect((await read()).steps).toHaveLength(3);
  });

  /** Money is being written while the year is closed. */
  async function writeThenClose(on: Database) {
    const lines = (await read()).funding.map(({ structure: _none, ...one }) => ({
      ...{ ...one, structure: '' }
    }));
    const added = { funder: 'ARS', structure: '', year: 2026, planned: 1, actual: null };
    const closing = await db.transaction().execute(async (tx) => {
      await setFunding(tx, animator, sheet, {
        ...{ version: 1, lines: [...lines, { ...added, note: '', renewsYearly: true }] }
      });
      const sent = closeYear(on, animator, plan, { year: 2026, now });
      await untilWaiting(db, 1);
      return { sent };
    });
    await closing.sent;
    return (await read()).funding.filter(({ year }) => year === 2027).map(({ funder }) => funder);
  }

  test('what is being written is carried once it is written', async () => {
    expect(await writeThenClose(db)).toEqual(['Département', 'ARS']);
  });

  test('without the lock of its sheet, it would be forgotten', async () => {
    const free = without(db, 'for no key update');
    expect(await writeThenClose(free.db)).toEqual(['Département']);
    free.missed();
  });
});
