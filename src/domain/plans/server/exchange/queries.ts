import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { planYears, type Plan } from '../../model.ts';
import { yearsOf } from '../../tables/columns.ts';
import type { Tables } from '../../tables/rows.ts';
import { today } from '../../wording.ts';
import { listFollowed } from '../indicators/queries.ts';
import { getPlan } from '../queries.ts';
import { listWholeSheets } from '../sheets/queries.ts';

/** What the workbook of a plan holds, and the years of its columns. */
export interface ReadTables {
  readonly tables: Tables;
  readonly years: readonly number[];
}

/** A plan for its workbook, for whoever reads the plan, with the sheets that she may read. @throws NotFound */
export async function readTables(
  db: Executor,
  actor: Actor,
  slug: string,
  now: Date
): Promise<ReadTables> {
  const plan = await getPlan(db, actor, slug);
  return tablesOf(db, actor, plan, now);
}

/** The same, of a plan that has been read. */
export async function tablesOf(
  db: Executor,
  actor: Actor,
  plan: Plan,
  now: Date
): Promise<ReadTables> {
  const day = today(now);
  const sheets = await listWholeSheets(db, actor, plan.id);
  const indicators = await listFollowed(db, actor, { plan: plan.id, today: day, now });
  return {
    tables: { plan, sheets, indicators },
    years: yearsOf(planYears(plan, day), indicators)
  };
}
