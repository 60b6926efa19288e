import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';

/** Territory spaces are opened and set up by whoever runs the instance. */
export function canManageTerritories(actor: Actor): boolean {
  return runsInstance(actor);
}
