/** What a plan says otherwise of the headings of its sheets. What is written in one is never erased: it is shown or not. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { PlanId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { MOST_HEADINGS, type HeadingInput } from '../../../forms/heading.ts';
import { changesOf, headingsOf, nextOwnKey, type Heading } from '../../../headings.ts';
import type { Plan } from '../../../model.ts';
import { moveIn, type Move } from '../../../numbering.ts';
import { lockWrittenPlan, tracePlan } from '../rows/commands.ts';
import { countWritten, listUsedKeys } from './queries.ts';

export type HeadingOutcome =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly reason: 'gone' | 'name-taken' | 'too-many' | 'standard' }
  /** Somebody named it otherwise meanwhile. */
  | { readonly ok: false; readonly reason: 'changed'; readonly theirs: HeadingInput }
  /** This many sheets have something written there: it may be hidden. */
  | { readonly ok: false; readonly reason: 'written'; readonly sheets: number }
  | SecondReadingRefusal;

/** Adds a heading, after the others. @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed. */
export function addHeading(
  executor: Executor,
  actor: Actor,
  planId: PlanId,
  { input, reread = false }: { input: HeadingInput; reread?: boolean }
): Promise<HeadingOutcome> {
  return change(executor, actor, planId, async (tx, plan) => {
    if (plan.headings.length >= MOST_HEADINGS) return refused('too-many');
    if (isNamed(plan.headings, input.label)) return refused('name-taken');
    const unread = refuseUnread({ hint: input.hint }, reread);
    if (unread) return unread;
    const known = [...plan.headings.map((one) => one.key), ...(await listUsedKeys(tx, plan.id))];
    const key = nextOwnKey(known);
    const added: Heading = { key, ...input, kind: 'list', hidden: false, own: true };
    return { key, headings: [...plan.headings, added] };
  });
}

/**
 * Names a heading otherwise.
 * @param told.before - as it was read: refused when somebody has named it otherwise meanwhile.
 * @throws NotFound, Forbidden
 */
export function renameHeading(
  executor: Executor,
  actor: Actor,
  { plan, key }: { plan: PlanId; key: string },
  { input, before, reread = false }: { input: HeadingInput; before: HeadingInput; reread?: boolean }
): Promise<HeadingOutcome> {
  return change(executor, actor, plan, (_tx, { headings }) => {
    const found = headings.find((one) => one.key === key);
    if (!found) return refused('gone');
    const { label, hint } = found;
    if (label !== before.label || hint !== before.hint)
      return { ok: false, reason: 'changed', theirs: { label, hint } };
    if (isNamed(headings, input.label, key)) return refused('name-taken');
    const unread = refuseUnread({ hint: input.hint }, reread);
    if (unread) return unread;
    const standard = headingsOf([]).find((one) => one.key === key);
    const named = { ...found, ...input, hint: input.hint || (standard?.hint ?? '') };
    return { key, headings: headings.map((one) => (one.key === key ? named : one)) };
  });
}

/** Shows a heading, or hides it: what is written there stays. @throws NotFound, Forbidden */
export function showHeading(
  executor: Executor,
  actor: Actor,
  { plan, key }: { plan: PlanId; key: string },
  shown: boolean
): Promise<HeadingOutcome> {
  return change(executor, actor, plan, (_tx, { headings }) => {
    if (!headings.some((one) => one.key === key)) return refused('gone');
    const changed = headings.map((one) => (one.key === key ? { ...one, hidden: !shown } : one));
    return { key, headings: changed };
  });
}

/** Moves a heading by a rank. @throws NotFound, Forbidden */
export function moveHeading(
  executor: Executor,
  actor: Actor,
  { plan, key }: { plan: PlanId; key: string },
  move: Move
): Promise<HeadingOutcome> {
  return change(executor, actor, plan, (_tx, { headings }) => {
    const found = headings.find((one) => one.key === key);
    if (!found) return refused('gone');
    return { key, headings: moveIn(headings, found, move) };
  });
}

/** Takes off a heading that the plan added and where nothing is written. @throws NotFound, Forbidden */
export function removeHeading(
  executor: Executor,
  actor: Actor,
  { plan: planId, key }: { plan: PlanId; key: string }
): Promise<HeadingOutcome> {
  return change(executor, actor, planId, async (tx, plan) => {
    const found = plan.headings.find((one) => one.key === key);
    if (!found) return refused('gone');
    if (!found.own) return refused('standard');
    const sheets = (await countWritten(tx, plan.id)).get(key) ?? 0;
    if (sheets > 0) return { ok: false, reason: 'written', sheets };
    return { key, headings: plan.headings.filter((one) => one !== found) };
  });
}

type Refusal = Extract<HeadingOutcome, { ok: false }>;
interface Decided {
  readonly key: string;
  readonly headings: readonly Heading[];
}

/** Under the lock of the plan, so that two gestures at once are both kept. */
function change(
  executor: Executor,
  actor: Actor,
  planId: PlanId,
  decide: (tx: Tx, plan: Plan) => Promise<Decided | Refusal> | Decided | Refusal
): Promise<HeadingOutcome> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const decided = await decide(tx, plan);
    if ('ok' in decided) return decided;
    await writeHeadings(tx, plan.id, decided.headings);
    await tracePlan(tx, actor, 'plan.headings', plan);
    return { ok: true, key: decided.key };
  });
}

async function writeHeadings(tx: Tx, plan: PlanId, headings: readonly Heading[]): Promise<void> {
  await tx.deleteFrom('plan_heading').where('plan_id', '=', plan).execute();
  const rows = changesOf(headings);
  if (rows.length === 0) return;
  await tx
    .insertInto('plan_heading')
    .values(rows.map((row) => ({ plan_id: plan, ...row })))
    .execute();
}

const refused = (reason: 'gone' | 'name-taken' | 'too-many' | 'standard') =>
  ({ ok: false, reason }) as const;

/** Two headings of one name could not be told apart, on paper or in an import. */
function isNamed(headings: readonly Heading[], label: string, but?: string): boolean {
  const name = normalise(label);
  return headings.some((one) => one.key !== but && normalise(one.label) === name);
}
