import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** Keeps the trace of a list of people taken away. */
export async function recordMembersExport(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  count: number
): Promise<void> {
  await recordAudit(executor, actor, { action: 'people.export', territory, detail: { count } });
}
