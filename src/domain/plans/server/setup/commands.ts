/** A plan is opened, and a sheet is opened in it. What is said of a plan changes in `settings`, its tree in `numbering`. */
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid, type Issue } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import {
  newPlanInput,
  newSheetInput,
  type NewPlanInput,
  type NewSheetInput
} from '../../forms/plan.ts';
import { nextNumber, placeIn, slugOfNumber, tellTaken } from '../../numbering.ts';
import { canLeadPlan } from '../../rules.ts';
import { listNumbers } from '../numbering/queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { freePlanSlug, lockWrittenPlan, tracePlan, writeSignatories } from './rows/commands.ts';

const NOT_YOURS = 'Les plans d’un territoire sont ouverts par les personnes qui l’animent.';

/**
 * Opens a plan, a draft unless told otherwise; its address comes from its short title and never changes.
 * @throws Forbidden unless the actor leads the network of the territory. @throws Invalid
 */
export async function createPlan(
  executor: Executor,
  actor: Actor,
  { territory, ...typed }: NewPlanInput & { readonly territory: TerritoryId }
): Promise<{ id: PlanId; slug: string }> {
  if (!canLeadPlan(actor, { territory })) throw new Forbidden(NOT_YOURS);
  const input = checked(newPlanInput.safeParse(typed));
  return inTransaction(executor, async (tx) => {
    const slug = await freePlanSlug(tx, input.shortTitle);
    const row = await tx
      .insertInto('plan')
      .values({
        ...{ territory_id: territory, slug, kind: input.kind, title: input.title },
        ...{ short_title: input.shortTitle, summary: input.summary, contact: input.contact },
        ...{ sheet_word: input.sheetWord, starts_on: input.startsOn, ends_on: input.endsOn },
        ...{ status: input.status, visibility: input.visibility },
        created_by: actor.kind === 'person' ? actor.id : null
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const id = row.id as PlanId;
    await writeSignatories(tx, id, input.signatories);
    await tracePlan(tx, actor, 'plan.create', {
      ...{ id, title: input.title, territory: { id: territory } }
    });
    return { id, slug };
  });
}

export type SheetCreated =
  | { readonly ok: true; readonly id: ActionSheetId; readonly slug: string }
  /** By path of `NewSheetInput`: a number or a code already taken, a place that is not of this plan… */
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Opens a sheet in a plan, after those of its objective. Without a number it is given the next one.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function createSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, ...typed }: NewSheetInput & { readonly plan: PlanId }
): Promise<SheetCreated> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const parsed = newSheetInput.safeParse(typed);
    if (!parsed.success) return refused(parsed.error.issues.map(asIssue));
    const input = parsed.data;
    const place = placeIn(plan, input);
    if (!place)
      return refused([{ path: 'objective', message: 'cet objectif n’est pas dans ce plan' }]);
    const taken = await listNumbers(tx, plan.id);
    const number = input.number ?? nextNumber(taken.map((one) => one.number));
    const issues = tellTaken(taken, { number, code: input.code });
    if (issues.length > 0) return refused(issues);
    const id = await insertSheet(tx, actor, plan.id, { ...input, ...place, number });
    await keepVersion(tx, actor, id, 'fiche ouverte');
    await tracePlan(tx, actor, 'plan.sheet.create', plan);
    return { ok: true, id, slug: slugOfNumber(number) };
  });
}

async function insertSheet(
  tx: Tx,
  actor: Actor,
  plan: PlanId,
  input: z.output<typeof newSheetInput> & { readonly number: string }
): Promise<ActionSheetId> {
  const by = actor.kind === 'person' ? actor.id : null;
  const { rows } = await sql<{ id: ActionSheetId }>`
    insert into action_sheet (plan_id, axis_id, objective_id, position, number, code, slug, title, status, priority,
      starts_on, ends_on, renews_yearly, visibility, created_by)
    select ${plan}, ${input.axis}, ${input.objective}, coalesce(max(position), 0) + 1, ${input.number}, ${input.code},
      ${slugOfNumber(input.number)}, ${input.title}, ${input.status}, ${input.priority}, ${input.startsOn}::date,
      ${input.endsOn}::date, ${input.renewsYearly}, ${input.visibility}, ${by}::uuid
    from action_sheet where plan_id = ${plan}
    returning id`.execute(tx);
  return rows[0]!.id;
}

const refused = (issues: readonly Issue[]) => ({ ok: false, reason: 'invalid', issues }) as const;

const asIssue = ({ path, message }: z.core.$ZodIssue): Issue => ({ path: path.join('.'), message });

/** @throws Invalid */
function checked<T>(read: z.ZodSafeParseResult<T>): T {
  if (!read.success) throw new Invalid(read.error.issues.map(asIssue));
  return read.data;
}
