/** What a plan must respect: who is together, apart, host of a table, away from a round. */
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import type { PlanRuleInput } from '../../forms.ts';
import type { PlanRule } from '../../plan.ts';
import { bumpPlan, lockPlan, tracePlan } from '../plan/commands.ts';
import { getTablePlan, listPlanGuests } from '../plan/queries.ts';

export type RuleAdded =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** guest, other: who does not sit at this edition. same: one person twice. known: it is a rule already. */
      readonly reason:
        'no-plan' | 'guest' | 'other' | 'same' | 'round' | 'table' | 'known' | 'many';
    };

/** More rules than this are a plan made by hand. */
const MOST_RULES = 500;

/**
 * Adds a rule; seats that are there stay as they are until the next draw.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function addPlanRule(
  db: Executor,
  actor: Actor,
  event: EventId,
  rule: PlanRuleInput
): Promise<RuleAdded> {
  return inTransaction(db, async (tx): Promise<RuleAdded> => {
    const managed = await getManagedEventById(tx, actor, event);
    await lockPlan(tx, event);
    const plan = await getTablePlan(tx, event);
    if (!plan) return { ok: false, reason: 'no-plan' };
    if (plan.rules.length >= MOST_RULES) return { ok: false, reason: 'many' };
    const guests = new Set<number>(
      (await listPlanGuests(tx, event)).map(({ registration }) => registration)
    );
    if (!guests.has(rule.registration)) return { ok: false, reason: 'guest' };
    if ('other' in rule && !guests.has(rule.other)) return { ok: false, reason: 'other' };
    if ('other' in rule && rule.other === rule.registration) return { ok: false, reason: 'same' };
    const round = 'round' in rule ? rule.round : null;
    if (round !== null && !plan.rounds.some(({ number, doneAt }) => number === round && !doneAt))
      return { ok: false, reason: 'round' };
    const { tables } = plan;
    if (rule.kind === 'host' && tables.length > 0 && rule.table > tables.length)
      return { ok: false, reason: 'table' };
    if (plan.rules.some((one) => isSame(one, rule))) return { ok: false, reason: 'known' };
    await tx
      .insertInto('table_plan_rule')
      .values({
        ...{ event_id: event, kind: rule.kind, registration_id: rule.registration },
        other_id: 'other' in rule ? rule.other : null,
        table_number: rule.kind === 'host' ? rule.table : null,
        round_number: round
      })
      .execute();
    await tracePlan(tx, actor, managed, 'table-plan.rule');
    await bumpPlan(tx, event);
    return { ok: true };
  });
}

/**
 * Takes a rule away; nothing when it is gone already.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export async function removePlanRule(
  db: Executor,
  actor: Actor,
  event: EventId,
  rule: number
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const managed = await getManagedEventById(tx, actor, event);
    await lockPlan(tx, event);
    const { numDeletedRows } = await tx
      .deleteFrom('table_plan_rule')
      .where('event_id', '=', event)
      .where('id', '=', rule)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await tracePlan(tx, actor, managed, 'table-plan.rule');
    await bumpPlan(tx, event);
  });
}

function isSame(one: PlanRule, other: PlanRuleInput): boolean {
  if (one.kind !== other.kind) return false;
  const [a, b] = [one, other].map((rule) => ({
    people: [rule.registration, 'other' in rule ? rule.other : 0].toSorted((x, y) => x - y).join(),
    table: 'table' in rule ? rule.table : 0,
    round: 'round' in rule ? rule.round : 0
  }));
  return JSON.stringify(a) === JSON.stringify(b);
}
