import { sql } from 'kysely';
import { PLAN_KIND_LABELS, type SheetWord } from '#domain/plans/model.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import { listSheetsAmong } from '#domain/plans/server/sheets/queries.ts';
import { nameSheet, SHEET_STATUS_LABELS } from '#domain/plans/sheet.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import type { Show } from '../slices/queries.ts';
import { slice } from '../slices/queries.ts';

export const showPlans: Show = async (db, actor, ids, page) => {
  const plans = (await listPlans(db, actor)).filter(({ id }) => ids.includes(id));
  return slice(plans, ids, page, (plan) => ({
    kind: 'plan',
    id: plan.id,
    href: `/plans/${plan.slug}`,
    title: plan.title,
    detail: PLAN_KIND_LABELS[plan.kind],
    text: plan.summary,
    where: plan.territory.name,
    fictional: plan.territory.fictional,
    isDraft: plan.status === 'draft',
    passage: null
  }));
};

export const showSheets: Show = async (db, actor, ids, page) => {
  const sheets = await listSheetsAmong(db, actor, ids as readonly ActionSheetId[]);
  const plans = await readPlanNames(db, [...new Set(sheets.map(({ place }) => place.plan.id))]);
  return slice(sheets, ids, page, (sheet) => {
    const plan = plans.get(sheet.place.plan.id)!;
    return {
      kind: 'sheet',
      id: sheet.id,
      href: `/plans/${plan.slug}/fiches/${sheet.slug}`,
      title: sheet.title,
      detail: `${plan.shortTitle}, ${nameSheet(plan.sheetWord, sheet)} · ${SHEET_STATUS_LABELS[sheet.status]}`,
      text: '',
      where: plan.territoryName,
      fictional: plan.fictional,
      isDraft: sheet.place.plan.status === 'draft',
      passage: null
    };
  });
};

interface PlanName {
  readonly id: PlanId;
  readonly slug: string;
  readonly shortTitle: string;
  readonly sheetWord: SheetWord;
  readonly territoryName: string;
  readonly fictional: boolean;
}

/** How the plan of a sheet that may be read is called: its pilots read it before its plan is published. */
async function readPlanNames(
  db: Executor,
  ids: readonly PlanId[]
): Promise<ReadonlyMap<PlanId, PlanName>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PlanName>`
    select p.id, p.slug, p.short_title as "shortTitle", p.sheet_word as "sheetWord", t.name as "territoryName", t.fictional
    from plan p join territory t on t.id = p.territory_id where p.id = any(${ids}::bigint[])`.execute(
    db
  );
  return new Map(rows.map((row) => [row.id, row]));
}
