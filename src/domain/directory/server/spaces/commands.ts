import type { Actor } from '#domain/identity/model.ts';
import { holdTerritory, removeTerritory } from '#domain/territory/server/spaces/setup/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { readTerritoryUses, type TerritoryUses } from './queries.ts';

export type TerritoryDeletion =
  { ok: true; name: string } | { ok: false; reason: 'used'; uses: TerritoryUses };

/**
 * Deletes a territory that nothing uses. It is held first: what somebody adds to it meanwhile is seen, or comes too
 * late and is refused, never deleted with it. What is over in it (answered invitations, refused requests) goes too;
 * the journal stays.
 *
 * @throws NotFound; Forbidden unless the actor runs the instance
 */
export async function deleteTerritory(
  executor: Executor,
  actor: Actor,
  slug: string
): Promise<TerritoryDeletion> {
  return inTransaction(executor, async (tx) => {
    const territory = await holdTerritory(tx, actor, slug);
    const uses = await readTerritoryUses(tx, territory.id);
    if (Object.values(uses).some((count: number) => count > 0))
      return { ok: false, reason: 'used', uses };
    await removeTerritory(tx, actor, territory);
    return { ok: true, name: territory.name };
  });
}
