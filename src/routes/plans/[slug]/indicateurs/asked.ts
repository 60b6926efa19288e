/** What the pages of indicators begin with: the plan, the sheet when there is one, what the actor may do. */
import type { Actor } from '#domain/identity/model.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import type { Plan } from '#domain/plans/model.ts';
import { canLeadPlan, canWriteSheet } from '#domain/plans/rules.ts';
import { getFollowed } from '#domain/plans/server/indicators/queries.ts';
import {
  findWritten,
  type WrittenIndicator
} from '#domain/plans/server/indicators/rows/queries.ts';
import { reachPlan } from '#domain/plans/server/reaching/queries.ts';
import { getSheet, getWrittenSheet } from '#domain/plans/server/sheets/queries.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';
import { today } from '#domain/plans/wording.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { numberOf } from '../../../gestion/rencontres/reading.ts';

export interface Locals {
  readonly locals: { readonly db: Database; readonly actor: Actor };
}

export interface AskedIndicator {
  readonly plan: Plan;
  readonly indicator: FollowedIndicator;
  /** Null: of the plan as a whole. */
  readonly sheet: ActionSheet | null;
  readonly writes: boolean;
  readonly today: string;
}

/** @throws NotFound when there is none, or none the actor may read. */
export async function askedIndicator({
  locals: { db, actor },
  params
}: Locals & {
  readonly params: { readonly slug: string; readonly numero: string };
}): Promise<AskedIndicator> {
  const now = new Date();
  const { plan } = await reachPlan(db, actor, params.slug);
  const id = numberOf(params.numero) as IndicatorId;
  const asked = { plan: plan.id, now, today: today(now) };
  const indicator = await getFollowed(db, actor, id, asked);
  const sheet =
    indicator.sheet === null ? null : await getSheet(db, actor, { id: indicator.sheet });
  return { plan, indicator, sheet, writes: writesIn(actor, plan, sheet), today: asked.today };
}

/**
 * The same for who changes it, also when somebody has taken it off meanwhile: what was typed is not lost.
 * @throws NotFound when there is none. @throws Forbidden unless the actor writes it.
 */
export async function askedToWrite({
  locals: { db, actor },
  params
}: Locals & {
  readonly params: { readonly slug: string; readonly numero: string };
}): Promise<{ plan: Plan; indicator: WrittenIndicator; sheet: ActionSheet | null }> {
  const { plan } = await reachPlan(db, actor, params.slug);
  const indicator = await findWritten(db, numberOf(params.numero) as IndicatorId);
  if (indicator?.plan !== plan.id) throw new NotFound('Cet indicateur n’existe pas.');
  const sheet =
    indicator.sheet === null ? null : await getWrittenSheet(db, actor, { id: indicator.sheet });
  if (!writesIn(actor, plan, sheet))
    throw new Forbidden('Les indicateurs du plan sont tenus par les personnes qui le mènent.');
  return { plan, indicator, sheet };
}

/** Whether an actor writes the indicators of a sheet, or those of the plan as a whole. */
export function writesIn(actor: Actor, plan: Plan, sheet: ActionSheet | null): boolean {
  if (sheet) return canWriteSheet(actor, sheet.place);
  return plan.status !== 'closed' && canLeadPlan(actor, plan.place);
}

/** What a page shows of the sheet. */
export function briefOf(sheet: ActionSheet | null) {
  return sheet && { id: sheet.id, slug: sheet.slug, number: sheet.number, title: sheet.title };
}
