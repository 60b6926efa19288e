/** What closing a year of a plan would do: read in the same way by the page that says it and by the command that does it. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canCreateEvents } from '#domain/events/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import type { Plan } from '../../model.ts';
import type { Carried } from '../../renewal/carrying.ts';
import {
  planClosing,
  seriesOf,
  type ClosedYear,
  type RenewingSeries,
  type YearClosing
} from '../../renewal/closing.ts';
import { today } from '../../wording.ts';
import { listWholeSheets } from '../sheets/queries.ts';

export interface ClosingPreview {
  readonly closing: YearClosing;
  /** Of what is said: closing with it does this and nothing else. */
  readonly stamp: string;
}

/** What closing a year would do, for whoever leads the plan. Decides nothing of her rights: the caller has. */
export async function readClosing(
  db: Executor,
  actor: Actor,
  plan: Plan,
  { year, now }: { readonly year: number; readonly now: Date }
): Promise<ClosingPreview> {
  const sheets = await listWholeSheets(db, actor, plan.id);
  const closing = planClosing({
    ...{ plan, year, sheets, today: today(now) },
    series: await listSeries(db, actor, [...new Set(sheets.flatMap(seriesOf))], year),
    carried: await listCarried(db, plan.id, year)
  });
  const stamp = createHash('sha256').update(JSON.stringify(closing)).digest('base64url');
  return { closing, stamp: stamp.slice(0, 22) };
}

/** The series, with the edition to make again and whether the next is there. In the order of their identifiers. */
async function listSeries(
  db: Executor,
  actor: Actor,
  ids: readonly number[],
  year: number
): Promise<RenewingSeries[]> {
  if (ids.length === 0) return [];
  type Source = NonNullable<RenewingSeries['source']> & { readonly territory: TerritoryId };
  type Row = Omit<RenewingSeries, 'source' | 'mayOpen'> & { readonly source: Source | null };
  const { rows } = await sql<Row>`
    select s.id, s.title,
      (select json_build_object('id', e.id, 'title', e.title, 'territory', e.territory_id,
          'day', (e.starts_at at time zone e.time_zone)::date)
        from event e where e.series_id = s.id and e.status <> 'cancelled' and ${YEAR} <= ${year}
        order by e.starts_at desc, e.id desc limit 1) as source,
      exists (select from event e where e.series_id = s.id
        and (${YEAR} = ${year} + 1 or (e.starts_at is null and e.status <> 'cancelled'))) as "hasNext"
    from event_series s where s.id = any(${ids}::bigint[]) order by s.id`.execute(db);
  return rows.map(({ source, ...series }) => ({
    ...series,
    source: source && { id: source.id, title: source.title, day: source.day },
    mayOpen: source !== null && canCreateEvents(actor, source.territory)
  }));
}

const YEAR = sql`extract(year from e.starts_at at time zone e.time_zone)`;

async function listCarried(
  db: Executor,
  plan: PlanId,
  year: number
): Promise<Map<ActionSheetId, Carried>> {
  const rows = await db
    .selectFrom('plan_renewal')
    .select(['sheet_id', 'carried'])
    .where('plan_id', '=', plan)
    .where('year', '=', year)
    .execute();
  return new Map(
    rows.map(({ sheet_id, carried }) => {
      const { steps = [], funding = [] } = carried as Partial<Carried>;
      return [sheet_id as ActionSheetId, { steps, funding }];
    })
  );
}

/** The closed years of a plan, the last first. Decides nothing of rights: the caller has. */
export async function listClosedYears(db: Executor, plan: PlanId): Promise<ClosedYear[]> {
  const { rows } = await sql<ClosedYear>`
    select y.year, y.closed_at as "closedAt", coalesce(h.name, '') as "closedBy", y.note,
      coalesce((select json_agg(json_build_object('number', f.number, 'slug', f.slug, 'title', f.title,
          'removed', f.removed_at is not null, 'carried', r.carried,
          'event', case when e.id is not null then json_build_object('id', e.id, 'slug', e.slug,
            'title', e.title, 'draft', e.status = 'draft') end) order by f.position, f.id)
        from plan_renewal r join action_sheet f on f.id = r.sheet_id left join event e on e.id = r.event_id
        where r.plan_id = y.plan_id and r.year = y.year), '[]') as sheets
    from plan_year y left join person h on h.id = y.closed_by
    where y.plan_id = ${plan} order by y.year desc`.execute(db);
  return rows;
}
