import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aSheet } from '../../../../../../tests/factories/plans.ts';
import {
  aNetworkInDecember,
  aYearToClose,
  editionsOf,
  linkTo
} from '../../../../../../tests/factories/years-to-close.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { listClosedYears } from '../queries.ts';

const db = await testDatabase();
const network = await aNetworkInDecember(db);
const { territory, elsewhere } = network;

describe('the next edition of a linked series', () => {
  test('is opened as a draft, on the same weekday, with what was prepared and without people', async () => {
    const { plan, preview, close, linkSeries } = await aYearToClose(db, network);
    const series = await linkSeries();
    const { closing } = await preview();
    expect(closing.editions).toMatchObject([
      { outcome: 'open', title: 'Journée 2027', day: '2027-03-18', number: '28' }
    ]);
    const done = await close();
    const [before, after] = await editionsOf(db, series);
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
    const { preview, linkSeries } = await aYearToClose(db, network);
    const series = await linkSeries();
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
    const { sheet, preview, linkSeries } = await aYearToClose(db, network);
    await linkSeries();
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
    const { plan, preview, close, linkSeries } = await aYearToClose(db, network);
    const series = await linkSeries();
    await linkTo(db, await aSheet(db, { plan, number: '29', renewsYearly: true }), series);
    expect((await preview()).closing.editions).toHaveLength(1);
    await close();
    expect(await editionsOf(db, series)).toHaveLength(2);
  });

  test('is left to who leads it when it is of another network, and the year is closed all the same', async () => {
    const { preview, close, linkSeries } = await aYearToClose(db, network);
    await linkSeries();
    const theirs = await linkSeries(elsewhere);
    const { closing } = await preview();
    expect(closing.editions.map(({ outcome }) => outcome).sort()).toEqual(['not-yours', 'open']);
    expect(await close()).toMatchObject({ ok: true });
    expect(await editionsOf(db, theirs)).toHaveLength(1);
  });

  test('is not opened on a day that is gone', async () => {
    const { preview, linkSeries } = await aYearToClose(db, network);
    const series = await linkSeries();
    await sql`update event set starts_at = starts_at - interval '1 year', ends_at = ends_at - interval '1 year'
      where series_id = ${series}`.execute(db);
    expect((await preview(2025)).closing.editions).toMatchObject([{ outcome: 'past' }]);
  });
});
