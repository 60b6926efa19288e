import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Controller } from '../../controller.ts';

/** Says who answers for the instance. @throws Forbidden unless the actor runs it. */
export async function setController(
  executor: Executor,
  actor: Actor,
  controller: Controller
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  await inTransaction(executor, async (tx) => {
    const row = { ...controller, updated_at: new Date() };
    await tx
      .insertInto('controller')
      .values(row)
      .onConflict((conflict) => conflict.column('one').doUpdateSet(row))
      .execute();
    await recordAudit(tx, actor, { action: 'controller.update' });
  });
}
