/** What the actions of a sheet begin with: a layout does not run for them. */
import type { Actor } from '#domain/identity/model.ts';
import type { Plan } from '#domain/plans/model.ts';
import { reachPlan, reachSheet } from '#domain/plans/server/reaching/queries.ts';
import { assertWriter, getSheet } from '#domain/plans/server/sheets/queries.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';
import type { Database } from '#server/db/connection.ts';

/** What an action of these pages is given. */
export interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string; readonly code: string };
  readonly request: Request;
}

/**
 * The sheet of this address, also when it was numbered again while a form was open: what was typed is not lost.
 * @throws NotFound when there is none, or none she may read.
 */
export async function askedSheet({
  locals: { db, actor },
  params
}: Pick<Asked, 'locals' | 'params'>): Promise<{ plan: Plan; sheet: ActionSheet }> {
  const { plan } = await reachPlan(db, actor, params.slug);
  const reached = await reachSheet(db, actor, plan.id, params.code);
  if (reached.state === 'found') return { plan, sheet: reached.sheet };
  return { plan, sheet: await getSheet(db, actor, { plan: plan.id, slug: reached.slug }) };
}

/**
 * The same, for the pages and actions of its writing: who may is asked before what was typed is read.
 * @throws NotFound, Forbidden unless she writes it.
 */
export async function askedWrittenSheet(
  asked: Pick<Asked, 'locals' | 'params'>
): Promise<{ plan: Plan; sheet: ActionSheet }> {
  const found = await askedSheet(asked);
  assertWriter(asked.locals.actor, found.sheet);
  return found;
}
