import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { chooseForNetwork } from '#domain/territory/server/spaces/choices/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { FrontDoorInput } from '../../coverage.ts';
import { currentCriteria } from '../references/words/queries.ts';
import { bumpRevision } from '../revision/commands.ts';

/**
 * Replaces the ordered list of front doors of a territory: the first is called first.
 * @throws Forbidden, or Invalid naming the door whose structure, type, public or need does not exist.
 */
export async function setFrontDoors(
  db: Database,
  actor: Actor,
  territory: TerritoryId,
  doors: readonly FrontDoorInput[]
): Promise<void> {
  if (!animates(actor, territory)) {
    throw new Forbidden(
      'Seules les personnes qui animent le territoire choisissent ses portes d’entrée.'
    );
  }
  await inTransaction(db, async (tx) => {
    await tx.deleteFrom('front_door').where('territory_id', '=', territory).execute();
    for (const [position, door] of doors.entries())
      await insertDoor(tx, territory, await currentCriteria(tx, door), position);
    await bumpRevision(tx);
  });
}

/**
 * The list and the reason given to readers, together or not at all.
 * @param order.reread - the author ticked « J’ai relu ».
 */
export async function setFrontDoorOrder(
  db: Database,
  actor: Actor,
  slug: string,
  order: { doors: readonly FrontDoorInput[]; reason: string; reread?: boolean }
): Promise<{ ok: true } | SecondReadingRefusal> {
  const refusal = refuseUnread({ raison: order.reason }, order.reread ?? false);
  if (refusal) return refusal;
  await inTransaction(db, async (tx) => {
    const territory = await getTerritory(tx, slug);
    await chooseForNetwork(tx, actor, territory.id, { frontDoorReason: order.reason });
    await setFrontDoors(tx, actor, territory.id, order.doors);
  });
  return { ok: true };
}

async function insertDoor(tx: Tx, territory: TerritoryId, door: FrontDoorInput, position: number) {
  const structure = door.structure
    ? await tx
        .selectFrom('structure')
        .select('id')
        .where('slug', '=', door.structure)
        .executeTakeFirst()
    : null;
  if (structure === undefined) {
    throw new Invalid([
      { path: `${position}.structure`, message: `structure inconnue : « ${door.structure} »` }
    ]);
  }
  await tx
    .insertInto('front_door')
    .values({
      territory_id: territory,
      audience_code: door.audience,
      theme_code: door.theme,
      type_code: door.type,
      structure_id: structure?.id ?? null,
      position
    })
    .execute();
}
