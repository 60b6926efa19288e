import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf, runsInstance } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** Territory spaces are opened and set up by whoever runs the instance. */
export function canManageTerritories(actor: Actor): boolean {
  return runsInstance(actor);
}

/** Members see who the other members are; who welcomes on the day does not. */
export function canReadMembers(actor: Actor, territory: TerritoryId): boolean {
  return isMemberOf(actor, territory);
}

/** Animators admit, invite, give roles and end memberships. */
export function canManageMembers(actor: Actor, territory: TerritoryId): boolean {
  return animates(actor, territory);
}
