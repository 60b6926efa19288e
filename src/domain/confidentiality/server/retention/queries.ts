import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import { retentionRules, type RetentionRule } from '../../retention.ts';

/** Every rule of the instance. They are public: « Confidentialité » tells them. */
export async function listRetentionRules(db: Executor): Promise<RetentionRule[]> {
  const rows = await db.selectFrom('retention_rule').select(['kind', 'days']).execute();
  return retentionRules(new Map(rows.map(({ kind, days }) => [kind, days])));
}

export interface PurgeRun {
  readonly at: Date;
  readonly kind: string;
  readonly days: number;
  readonly removed: number;
}

/** The last purges that removed something, the last first. @throws Forbidden unless the actor runs the instance. */
export async function listPurgeRuns(db: Executor, actor: Actor, limit = 60): Promise<PurgeRun[]> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  return db
    .selectFrom('purge_run')
    .select(['at', 'kind', 'days', 'removed'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
