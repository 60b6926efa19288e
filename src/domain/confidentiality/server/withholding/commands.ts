import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { allow } from '#server/throttle.ts';
import type { Content, ReportReason, Withholding } from '../../model.ts';
import { getWithholding } from './queries.ts';

export interface Report extends Content {
  readonly reason?: ReportReason;
  /** IP address of who reports, kept hashed and for two days, to slow down abuse. */
  readonly address?: string;
}

export type ReportOutcome =
  | { readonly ok: true; readonly isNew: boolean }
  | { readonly ok: false; readonly reason: 'too-many' };

const DAY = 86_400;
const BY_VISITOR = { most: 5, windowSeconds: DAY };
const BY_PERSON = { most: 30, windowSeconds: DAY };

/**
 * Hides a content at once, because somebody says that it is about a person: anyone may, a few times a day. Reporting
 * what is already hidden changes nothing. The domain that owns the content must drop it from what it has derived
 * (search, caches) in the same transaction.
 */
export async function withhold(
  executor: Executor,
  actor: Actor,
  report: Report
): Promise<ReportOutcome> {
  if (!(await mayReport(executor, actor, report.address))) return { ok: false, reason: 'too-many' };
  return inTransaction(executor, async (tx) => {
    const row = await tx
      .insertInto('withholding')
      .values({
        content_kind: report.kind,
        content_id: report.id,
        content_label: report.label,
        territory_id: report.territory,
        reason: report.reason ?? '',
        reported_by: actor.kind === 'person' ? actor.id : null
      })
      .onConflict((conflict) =>
        conflict
          .columns(['content_kind', 'content_id'])
          .where('status', '=', sql.lit('withheld'))
          .doNothing()
      )
      .returning('id')
      .executeTakeFirst();
    if (row) await trace(tx, actor, 'content.withhold', report);
    return { ok: true, isNew: row !== undefined };
  });
}

/**
 * Shows a content again: it is about nobody.
 * @returns what was decided, so that its domain shows it again.
 * @throws NotFound, or Forbidden.
 */
export function restore(executor: Executor, actor: Actor, id: number): Promise<Withholding> {
  return decide(executor, actor, id, 'restored');
}

/**
 * Decides that a content does not come back. Its domain erases the text, in the same transaction.
 * @throws NotFound, or Forbidden.
 */
export function remove(executor: Executor, actor: Actor, id: number): Promise<Withholding> {
  return decide(executor, actor, id, 'removed');
}

async function decide(
  executor: Executor,
  actor: Actor,
  id: number,
  status: 'restored' | 'removed'
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const found = await getWithholding(tx, actor, id);
    const decided = await tx
      .updateTable('withholding')
      .set({
        status,
        decided_at: new Date(),
        decided_by: actor.kind === 'person' ? actor.id : null
      })
      .where('id', '=', id)
      .where('status', '=', 'withheld')
      .returning('id')
      .executeTakeFirst();
    // Two animators deciding at once: the first one's decision stands.
    if (!decided) return found;
    await trace(tx, actor, status === 'restored' ? 'content.restore' : 'content.remove', found);
    return { ...found, status };
  });
}

async function mayReport(executor: Executor, actor: Actor, address = ''): Promise<boolean> {
  if (actor.kind === 'operator') return true;
  return actor.kind === 'person'
    ? allow(executor, 'withhold-person', actor.id, BY_PERSON)
    : allow(executor, 'withhold-address', address, BY_VISITOR);
}

function trace(executor: Executor, actor: Actor, action: string, content: Content): Promise<void> {
  return recordAudit(executor, actor, {
    action,
    target: { kind: content.kind, id: content.id, label: content.label },
    territory: content.territory
  });
}
