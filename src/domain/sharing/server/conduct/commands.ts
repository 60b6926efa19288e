/** What somebody finds against the code of conduct: an animator decides, with a reason told to both. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import type { Issue } from '#shared/errors.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import type { ConductReport, ReportedText } from '../../care.ts';
import {
  conductDecisionInput,
  conductReportInput,
  type ConductDecisionInput,
  type ConductReportInput
} from '../../forms/conduct.ts';
import { putBack, removeContribution } from '../publishing/commands.ts';
import { showReply, takeReplyOff } from '../replies/commands.ts';
import { conductReportMail, decisionMail, reopenedMail } from './mails.ts';
import { getConductReport, getConductTarget, type Reportable } from './queries.ts';

export type ConductOutcome =
  | { readonly ok: true; readonly isNew: boolean }
  | { readonly ok: false; readonly reason: 'too-many' }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  | SecondReadingRefusal;

const A_DAY = { most: 20, windowSeconds: 86_400 };

/**
 * Tells the animators that a text is against the code of conduct; the text stays until one of them decides. Twice is as once.
 * @throws NotFound unless the actor is of the network and may read it.
 */
export async function reportConduct(
  executor: Executor,
  actor: Actor,
  target: { readonly about: ReportedText['about']; readonly key: string },
  input: ConductReportInput,
  { reread = false }: { readonly reread?: boolean } = {}
): Promise<ConductOutcome> {
  const found = await getConductTarget(executor, actor, target);
  const parsed = conductReportInput.safeParse(input);
  if (!parsed.success) return invalid(parsed.error.issues);
  const unread = refuseUnread({ details: parsed.data.details }, reread);
  if (unread) return unread;
  const reporter = personOf(actor);
  if (reporter && !(await allow(executor, 'conduct-report', reporter, A_DAY)))
    return { ok: false, reason: 'too-many' };
  return inTransaction(executor, async (tx) => {
    const { contribution } = found;
    const { numAffectedRows } = await sql`
      insert into conduct_report (contribution_id, reply_id, territory_id, reason, details, reporter_id)
      values (${contribution.id}, ${found.about === 'reply' ? found.id : null}, ${contribution.territory.id},
        ${parsed.data.reason}, ${parsed.data.details}, ${reporter}) on conflict do nothing`.execute(
      tx
    );
    if (numAffectedRows === 0n) return { ok: true, isNew: false };
    await trace(tx, actor, 'conduct.report', contribution);
    await tellAnimators(tx, found);
    return { ok: true, isNew: true };
  });
}

export type Decided =
  | { readonly ok: true; readonly decision: ConductReport['decision'] }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  | SecondReadingRefusal;

/**
 * Decides of a report, and tells why to who wrote the text and to who reported it. Of two animators at once, the first
 * one's decision stands. @throws NotFound, Forbidden unless the actor animates the territory.
 */
export function decideConduct(
  executor: Executor,
  actor: Actor,
  id: number,
  input: ConductDecisionInput,
  { now, reread = false }: { readonly now: Date; readonly reread?: boolean }
): Promise<Decided> {
  return inTransaction(executor, async (tx) => {
    await sql`select from conduct_report where id = ${id} for update`.execute(tx);
    const found = await getConductReport(tx, actor, id);
    const parsed = conductDecisionInput.safeParse(input);
    if (!parsed.success) return invalid(parsed.error.issues);
    if (found.decision) return { ok: true, decision: found.decision };
    const { decision, reason } = parsed.data;
    const unread = refuseUnread({ reason }, reread);
    if (unread) return unread;
    await tx
      .updateTable('conduct_report')
      .set({ decision, decision_reason: reason, decided_by: personOf(actor), decided_at: now })
      .where('id', '=', id)
      .execute();
    if (decision === 'removed') await takeOff(tx, actor, found, { now, reason });
    await trace(tx, actor, `conduct.${decision}`, { ...named(found) });
    await tellBoth(tx, found, (to, role) =>
      decisionMail(to, { role, what: found.what, decision, reason })
    );
    return { ok: true, decision };
  });
}

/** Goes back on a decision: what was taken off for it is put back, and the report waits again. @throws NotFound, Forbidden */
export function reopenConduct(executor: Executor, actor: Actor, id: number): Promise<void> {
  return inTransaction(executor, async (tx) => {
    await sql`select from conduct_report where id = ${id} for update`.execute(tx);
    const found = await getConductReport(tx, actor, id);
    if (!found.decision) return;
    // The same person may have reported it again since: that report waits already.
    const { rows } =
      await sql`select from conduct_report x join conduct_report mine on mine.id = ${id}
      where x.id <> mine.id and x.decided_at is null and x.contribution_id = mine.contribution_id
        and x.reply_id is not distinct from mine.reply_id and x.reporter_id = mine.reporter_id`.execute(
        tx
      );
    if (rows.length > 0) return;
    await tx
      .updateTable('conduct_report')
      .set({ decision: null, decision_reason: '', decided_by: null, decided_at: null })
      .where('id', '=', id)
      .execute();
    const isBack = found.decision === 'removed' && (await putOnline(tx, actor, found));
    await trace(tx, actor, 'conduct.reopen', named(found));
    await tellBoth(tx, found, (to, role) =>
      reopenedMail(to, { role, what: found.what, wasRemoved: isBack })
    );
  });
}

async function takeOff(
  tx: Tx,
  actor: Actor,
  { contribution, reply }: ConductReport,
  { now, reason }: { readonly now: Date; readonly reason: string }
): Promise<void> {
  if (reply === null) await removeContribution(tx, actor, contribution, { now, reason });
  else await takeReplyOff(tx, reply, { by: personOf(actor), now, reason });
}

/**
 * Puts back what was taken off for this decision alone: what another decision took off stays off, and what its author
 * took off herself is hers to put back.
 * @returns whether it is read again.
 */
async function putOnline(
  tx: Tx,
  actor: Actor,
  { id, contribution, reply }: ConductReport
): Promise<boolean> {
  const others = await sql`select from conduct_report where id <> ${id} and decision = 'removed'
    and contribution_id = ${contribution} and reply_id is not distinct from ${reply}::bigint`.execute(
    tx
  );
  if (others.rows.length > 0) return false;
  const own = await (
    reply === null
      ? sql`update contribution set removal_reason = '' where id = ${contribution} and removed_by = author_id
        returning id`
      : sql`update reply set removal_reason = '', version = version + 1 where id = ${reply}
        and removed_by = author_id returning id`
  ).execute(tx);
  if (own.rows.length > 0) return false;
  if (reply === null) await putBack(tx, actor, contribution);
  else await showReply(tx, reply);
  return true;
}

type Role = 'author' | 'reporter';

/** Who wrote the text and who reported it: neither learns who the other is. */
async function tellBoth(
  tx: Tx,
  { id, what }: Pick<ConductReport, 'id' | 'what'>,
  mail: (to: { name: string; email: string }, role: Role) => Parameters<typeof queueMail>[1]
): Promise<void> {
  const { rows } = await sql<{ name: string; email: string; role: Role }>`
    select p.name, p.email, 'reporter' as role from conduct_report cr join person p on p.id = cr.reporter_id
    where cr.id = ${id} and p.suspended_at is null
    union all select p.name, p.email, 'author' from person p
    where p.id = ${what?.author?.id ?? null}::uuid and p.suspended_at is null`.execute(tx);
  for (const { role, ...to } of rows) await queueMail(tx, mail(to, role));
}

async function tellAnimators(tx: Tx, { contribution, about }: Reportable): Promise<void> {
  const { territory } = contribution;
  for (const animator of await listAnimators(tx, territory.id))
    await queueMail(tx, conductReportMail(animator, { territory, about }));
}

const named = ({
  contribution,
  what,
  territory
}: ConductReport & { readonly territory: TerritoryId }) => ({
  ...{ id: contribution, title: what?.label ?? 'Texte retenu' },
  territory: { id: territory }
});

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  about: {
    readonly id: ContributionId;
    readonly title: string;
    readonly territory: { readonly id: TerritoryId };
  }
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    target: { kind: 'contribution', id: about.id, label: about.title },
    territory: about.territory.id
  });
}

function personOf(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.id : null;
}

function invalid(issues: readonly { path: PropertyKey[]; message: string }[]) {
  const named = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { ok: false as const, reason: 'invalid' as const, issues: named };
}
