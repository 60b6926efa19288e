import { sql } from 'kysely';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId, SeriesId, TerritoryId } from '#shared/ids.ts';
import { anEvent, aSession } from './events.ts';
import { aTerritory, person } from './people.ts';
import { aPlan, aSheet } from './plans.ts';
import { findPlan } from '#domain/plans/server/queries.ts';
import { closeYear } from '#domain/plans/server/renewal/commands.ts';
import { readClosing } from '#domain/plans/server/renewal/queries.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';

/** Two networks in December 2026: who leads the first one, and a member of it. */
export async function aNetworkInDecember(db: Database) {
  const territory = (await aTerritory(db, 'ici')).id;
  const elsewhere = (await aTerritory(db, 'ailleurs')).id;
  const animator = await person(db, {
    ...{ name: 'Salomé Essai', roles: [{ territory, role: 'animator' }] }
  });
  const member = await person(db, { roles: [{ territory, role: 'member' }] });
  return { territory, elsewhere, animator, member, now: new Date('2026-12-15T09:00:00Z') };
}

type Network = Awaited<ReturnType<typeof aNetworkInDecember>>;

/** A plan with a sheet that renews, its year of 2026 not closed yet. */
export async function aYearToClose(db: Database, network: Network) {
  const { territory, animator, member, now } = network;
  const { plan } = await aPlan(db, { territory });
  const sheet = await aRenewingSheet(db, plan);
  return {
    ...{ plan, sheet },
    read: async () => (await findSheet(db, { id: sheet }))!,
    preview: async (year = 2026) =>
      readClosing(db, animator, (await findPlan(db, { id: plan }))!, { year, now }),
    close: (year = 2026) => closeYear(db, animator, plan, { year, now }),

    /** Ties its sheet to a series with an edition of 2026. */
    async linkSeries(where: TerritoryId = territory): Promise<SeriesId> {
      const series = await aSeriesOf2026(db, where, member);
      await linkTo(db, sheet, series);
      return series;
    }
  };
}

/** A sheet that renews, with a step and money of 2026 that come back, and one of each that does not. */
async function aRenewingSheet(db: Database, plan: PlanId): Promise<ActionSheetId> {
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

/** A series with its edition of 2026, something prepared for it, and somebody who organises it. */
async function aSeriesOf2026(
  db: Database,
  where: TerritoryId,
  organiser: PersonActor
): Promise<SeriesId> {
  const made = await createSeries(db, operator('test'), {
    ...{ title: `Journée ${Math.random()}`, description: '', territory: where }
  });
  if (!made.ok) throw new Error(made.reason);
  const { id } = await anEvent(db, where, {
    ...{ title: 'Journée 2026', series: made.id },
    ...{ startsAt: '2026-03-19T08:00:00Z', endsAt: '2026-03-19T16:00:00Z' }
  });
  await aSession(db, id, { startsAt: '2026-03-19T09:00:00Z', endsAt: '2026-03-19T10:00:00Z' });
  await sql`insert into event_team_member (event_id, person_id, role) values (${id}, ${organiser.id}, 'organiser')`.execute(
    db
  );
  return made.id;
}

/** Ties a sheet to a series. */
export const linkTo = (db: Database, sheet: ActionSheetId, series: SeriesId) =>
  sql`insert into action_sheet_link (sheet_id, position, kind, series_id) values (${sheet}, 0, 'series', ${series})`.execute(
    db
  );

/** The editions of a series, in the order in which they were opened. */
export const editionsOf = (db: Database, series: SeriesId) =>
  db
    .selectFrom('event')
    .select(['id', 'title', 'status', sql<string>`starts_at at time zone 'Europe/Paris'`.as('at')])
    .where('series_id', '=', series)
    .orderBy('id')
    .execute();

export type YearToClose = Awaited<ReturnType<typeof aYearToClose>>;
