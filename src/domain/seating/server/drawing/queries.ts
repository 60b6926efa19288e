/** The draws of a plan: the one that runs, or the last one. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { TableDraw } from '../../plan.ts';

/** Without a sign of life for so long, a draw has died with its server. */
export const DEAD_AFTER_SECONDS = 15;

/** The last draw of a plan; null when there was none. The caller says who may read it. */
export async function findLastDraw(db: Executor, event: EventId): Promise<TableDraw | null> {
  const { rows } = await sql<
    Omit<TableDraw, 'bound'> & { boundRepeats: number | null; boundNeverMet: number | null }
  >`
    select d.id, d.kind, d.seed, d.seconds, d.stop_asked as "stopAsked", d.started_at as "startedAt",
      d.ended_at as "endedAt", d.repeats, d.never_met as "neverMet", d.optimal, d.method,
      d.bound_repeats as "boundRepeats", d.bound_never_met as "boundNeverMet",
      case when d.status = 'running' and d.beat_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})
        then 'dead' else d.status end as status,
      d.found is not null as "isAside",
      d.before is not null and d.found is null and d.status <> 'running' and p.version = d.plan_version + 1 as "canUndo"
    from table_plan_draw d join table_plan p on p.event_id = d.event_id
    where d.event_id = ${event} order by d.id desc limit 1`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { boundRepeats, boundNeverMet, ...rest } = row;
  const bound =
    boundRepeats === null ? null : { repeats: boundRepeats, neverMet: boundNeverMet ?? 0 };
  return { ...rest, bound };
}
