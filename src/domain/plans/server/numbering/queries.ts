import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import { slugOfNumber, type Taken } from '../../numbering.ts';

/** The numbers and codes that the sheets of a plan have, whoever may read them. */
export function listNumbers(
  db: Executor,
  plan: PlanId
): Promise<(Taken & { readonly id: ActionSheetId })[]> {
  return db
    .selectFrom('action_sheet')
    .select(['id', 'number', 'code', 'slug', 'title'])
    .where('plan_id', '=', plan)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute() as Promise<(Taken & { readonly id: ActionSheetId })[]>;
}

/**
 * The sheet that an address led to before a renumbering, or that its code tells (« 3-3-3 »); the last to have had it when
 * there were several. It says nothing of who may read it: the caller reads it again by its present address.
 * @returns null when there was none, or when it is removed.
 */
export async function findFormerSheet(
  db: Executor,
  plan: PlanId,
  slug: string
): Promise<{ id: ActionSheetId; slug: string } | null> {
  const { rows } = await sql<Known>`
    select f.id, f.slug, f.code, null as was, null as "wasCode", null::bigint as rank from action_sheet f
    where f.plan_id = ${plan} and f.removed_at is null and f.code <> ''
    union all
    select f.id, f.slug, f.code, o.slug, o.code, o.id
    from action_sheet_former o join action_sheet f on f.id = o.sheet_id
    where o.plan_id = ${plan} and f.removed_at is null
    order by rank desc nulls first`.execute(db);
  const found =
    rows.find(({ was }) => was === slug) ??
    rows.find(({ was, code }) => was === null && slugOfNumber(code) === slug) ??
    rows.find(({ wasCode }) => wasCode !== null && slugOfNumber(wasCode) === slug);
  return found ? { id: found.id, slug: found.slug } : null;
}

interface Known {
  readonly id: ActionSheetId;
  readonly slug: string;
  readonly code: string;
  readonly was: string | null;
  readonly wasCode: string | null;
}

export interface RemovedSheet {
  readonly id: ActionSheetId;
  readonly number: string;
  readonly code: string;
  readonly title: string;
  readonly removedAt: Date;
}

/** Sheets taken off a plan, the last first, for who leads it: the caller has asked. */
export async function listRemovedSheets(db: Executor, plan: PlanId): Promise<RemovedSheet[]> {
  const { rows } = await sql<RemovedSheet>`
    select id, number, code, title, removed_at as "removedAt" from action_sheet
    where plan_id = ${plan} and removed_at is not null order by removed_at desc, id desc`.execute(
    db
  );
  return rows;
}

/** How a sheet was called before, the last first: for who leads the plan or reads the sheet. */
export function listFormerNumbers(
  db: Executor,
  sheet: ActionSheetId
): Promise<{ number: string; code: string; until: Date }[]> {
  return db
    .selectFrom('action_sheet_former')
    .select(['number', 'code', 'until'])
    .where('sheet_id', '=', sheet)
    .orderBy('id', 'desc')
    .execute();
}
