import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf, isReferentOf } from '#domain/identity/rules.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';

/** Animators open waves, read every answer, and introduce people. */
export function canLeadWaves(actor: Actor, territory: TerritoryId): boolean {
  return animates(actor, territory);
}

/** Members read what is said of all together: who said what of whom stays with the author and the animators. */
export function canReadFigures(actor: Actor, territory: TerritoryId): boolean {
  return isMemberOf(actor, territory) || animates(actor, territory);
}

/** What a structure has answered is read and changed by who answers for it; its link serves too. */
export function canAnswerFor(actor: Actor, structure: StructureId): boolean {
  return isReferentOf(actor, structure);
}
