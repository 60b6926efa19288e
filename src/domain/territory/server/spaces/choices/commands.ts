import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** What a network decides of its own territory; its perimeter and its name are the administration's. */
export interface NetworkChoices {
  /** Whether anybody may read the coverage. */
  readonly coveragePublic?: boolean;
  /** Why its front doors are called in this order; shown beside the answers. */
  readonly frontDoorReason?: string;
}

/** Keeps what a network decides. @throws Forbidden unless the actor leads the network of the territory. */
export async function chooseForNetwork(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  { coveragePublic, frontDoorReason }: NetworkChoices
): Promise<void> {
  if (!animates(actor, territory))
    throw new Forbidden('Seules les personnes qui animent ce territoire en décident.');
  await inTransaction(executor, async (tx) => {
    const { slug, name } = await tx
      .updateTable('territory')
      .set({
        ...(coveragePublic !== undefined && { coverage_public: coveragePublic }),
        ...(frontDoorReason !== undefined && { front_door_reason: frontDoorReason })
      })
      .where('id', '=', territory)
      .returning(['slug', 'name'])
      .executeTakeFirstOrThrow();
    await recordAudit(tx, actor, {
      action: 'territory.choose',
      target: { kind: 'territory', id: slug, label: name },
      territory,
      detail: { ...(coveragePublic !== undefined && { coveragePublic }) }
    });
  });
}
