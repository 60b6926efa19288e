import type { Actor } from '#domain/identity/model.ts';

/** Territory spaces are opened and set up by whoever runs the instance. */
export function canManageTerritories(actor: Actor): boolean {
  return actor.kind === 'operator';
}
