import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import { bounds, RETENTION_KINDS, type RetentionKind } from '../../retention.ts';

/** Erases what is older than a date; answers with how many. */
export type Purge = (tx: Tx, before: Date, now: Date) => Promise<number>;

/**
 * Changes how long kinds of data are kept.
 * @param days - by kind; what is not given stays as it is.
 * @throws Forbidden unless the actor runs the instance; Invalid for a number of days out of bounds.
 */
export async function setRetention(
  executor: Executor,
  actor: Actor,
  days: Partial<Record<RetentionKind, number>>
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  const rules = RETENTION_KINDS.flatMap((kind) => {
    const chosen = days[kind];
    return chosen === undefined ? [] : [{ kind, days: chosen }];
  });
  const wrong = rules.filter(
    ({ kind, days: chosen }) =>
      !Number.isInteger(chosen) || chosen < bounds(kind).min || chosen > bounds(kind).max
  );
  if (wrong.length > 0)
    throw new Invalid(
      wrong.map(({ kind }) => ({
        path: kind,
        message: `de ${bounds(kind).min} à ${bounds(kind).max} jours`
      }))
    );
  await inTransaction(executor, async (tx) => {
    for (const rule of rules) {
      const row = { days: rule.days, updated_by: actorLabel(actor), updated_at: new Date() };
      await tx
        .insertInto('retention_rule')
        .values({ kind: rule.kind, ...row })
        .onConflict((conflict) => conflict.column('kind').doUpdateSet(row))
        .execute();
    }
    await recordAudit(tx, actor, { action: 'retention.update', detail: days });
  });
}

/** Keeps the trace of a purge. */
export async function recordPurge(
  tx: Tx,
  run: { kind: RetentionKind; days: number; removed: number }
): Promise<void> {
  await tx.insertInto('purge_run').values(run).execute();
}

export const PURGES = {
  withholding: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('withholding')
      .where('status', '<>', 'withheld')
      .where('decided_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  // Closed or not: nobody is left waiting that long, and what was said is not kept for that.
  barrier: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('access_barrier')
      .where('reported_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  purge: async (tx: Tx, before: Date) => {
    const result = await tx.deleteFrom('purge_run').where('at', '<', before).executeTakeFirst();
    return Number(result.numDeletedRows);
  }
} satisfies Partial<Record<RetentionKind, Purge>>;
