/** Freezing a plan as it is read at a committee. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { CommitteeId, PlanId } from '#shared/ids.ts';
import { freezePlan, freezeSheet, withoutAuthors } from '../../committees.ts';
import type { CommitteeInput } from '../../forms/committee.ts';
import type { Plan } from '../../model.ts';
import type { ActionSheet } from '../../sheet.ts';
import { today } from '../../wording.ts';
import { listFollowed } from '../indicators/queries.ts';
import { getLedPlan } from '../queries.ts';
import { listSheetsToFreeze } from '../sheets/queries.ts';

/** exists: this committee is frozen already, under the same name and day. */
export type CommitteeFrozen =
  | { readonly ok: true; readonly id: CommitteeId }
  | { readonly ok: false; readonly reason: 'exists'; readonly id: CommitteeId }
  | SecondReadingRefusal;

/**
 * Freezes a plan, its sheets and its figures, as they are at this moment: nobody changes a sheet meanwhile.
 * @throws NotFound, Forbidden unless the actor leads the plan.
 */
export function freezeCommittee(
  executor: Executor,
  actor: Actor,
  plan: PlanId,
  { input, now, reread = false }: { input: CommitteeInput; now: Date; reread?: boolean }
): Promise<CommitteeFrozen> {
  return inTransaction(executor, async (tx) => {
    await sql`select from plan where id = ${plan} for no key update`.execute(tx);
    const led = await getLedPlan(tx, actor, { id: plan });
    const unread = refuseUnread({ title: input.title, note: input.note }, reread);
    if (unread) return unread;
    const same = await findSame(tx, plan, input);
    if (same) return { ok: false, reason: 'exists', id: same };
    await sql`select from action_sheet where plan_id = ${plan} order by id for share`.execute(tx);
    const sheets = await listSheetsToFreeze(tx, actor, plan);
    const id = await insertCommittee(tx, actor, { plan: led, sheets, input, now });
    await trace(tx, actor, 'plan.freeze', { plan: led, id, title: input.title });
    return { ok: true, id };
  });
}

/** Takes a frozen version away, for good. @throws NotFound, Forbidden unless the actor leads the plan. */
export function removeCommittee(
  executor: Executor,
  actor: Actor,
  plan: PlanId,
  id: CommitteeId
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const led = await getLedPlan(tx, actor, { id: plan });
    const gone = await tx
      .deleteFrom('plan_committee')
      .where('id', '=', id)
      .where('plan_id', '=', plan)
      .returning('title')
      .executeTakeFirst();
    if (!gone) throw new NotFound('Ce comité n’existe plus.');
    await trace(tx, actor, 'plan.unfreeze', { plan: led, id, title: gone.title });
  });
}

async function findSame(
  tx: Tx,
  plan: PlanId,
  { title, heldOn }: CommitteeInput
): Promise<CommitteeId | null> {
  const row = await tx
    .selectFrom('plan_committee')
    .select('id')
    .where('plan_id', '=', plan)
    .where(sql`lower(title)`, '=', title.toLowerCase())
    .where('held_on', '=', heldOn)
    .executeTakeFirst();
  return row ? (row.id as CommitteeId) : null;
}

interface Frozen {
  readonly plan: Plan;
  readonly sheets: readonly ActionSheet[];
  readonly input: CommitteeInput;
  readonly now: Date;
}

async function insertCommittee(
  tx: Tx,
  actor: Actor,
  { plan, sheets, input, now }: Frozen
): Promise<CommitteeId> {
  const indicators = await listFollowed(tx, actor, { plan: plan.id, today: today(now), now });
  const own = indicators.filter(({ sheet }) => sheet === null).map(withoutAuthors);
  const { id } = await tx
    .insertInto('plan_committee')
    .values({
      ...{ plan_id: plan.id, title: input.title, held_on: input.heldOn, note: input.note },
      ...{ frozen_at: now, frozen_by: actor.kind === 'person' ? actor.id : null },
      document: JSON.stringify({ plan: freezePlan(plan), indicators: own })
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (sheets.length > 0)
    await tx
      .insertInto('plan_committee_sheet')
      .values(
        sheets.map(({ place: _place, textsHidden: _hidden, ...sheet }) => ({
          ...{ committee_id: id, sheet_id: sheet.id },
          document: JSON.stringify(
            freezeSheet(
              sheet,
              indicators.filter((one) => one.sheet === sheet.id)
            )
          )
        }))
      )
      .execute();
  return id as CommitteeId;
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  { plan, id, title }: { plan: Plan; id: CommitteeId; title: string }
): Promise<void> {
  const target = { kind: 'plan-committee', id, label: `${title}, ${plan.shortTitle}` };
  return recordAudit(tx, actor, { action, target, territory: plan.place.territory });
}
