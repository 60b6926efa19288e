import type { Actor, Role } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/**
 * Makes people active members of a territory at once, as the demonstration does; those who are known there already
 * keep what they are.
 * @throws Forbidden for who does not lead the network of the territory.
 */
export async function enrolMembers(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  members: readonly { readonly person: PersonId; readonly role: Role }[]
): Promise<void> {
  if (!animates(actor, territory))
    throw new Forbidden('Seules les personnes qui animent le territoire y inscrivent des membres.');
  if (members.length === 0) return;
  const at = new Date();
  await executor
    .insertInto('membership')
    .values(
      members.map(({ person, role }) => ({
        territory_id: territory,
        person_id: person,
        role,
        status: 'active',
        decided_at: at
      }))
    )
    .onConflict((conflict) => conflict.columns(['territory_id', 'person_id']).doNothing())
    .execute();
}
