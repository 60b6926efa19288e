import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** Keeps the trace of a list of people taken away. @throws Forbidden unless the actor leads the territory. */
export async function recordMembersExport(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  count: number
): Promise<void> {
  if (!animates(actor, territory))
    throw new Forbidden('La liste des membres est exportée par qui anime ce réseau.');
  await recordAudit(executor, actor, { action: 'people.export', territory, detail: { count } });
}
