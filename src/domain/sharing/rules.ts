import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf, isPerson, isReferentOf } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { ContributionPlace } from './model.ts';

/** Shares something with a territory: its members. */
export function canContribute(actor: Actor, territory: TerritoryId): boolean {
  return actor.kind === 'person' && isMemberOf(actor, territory);
}

/** Its author, those who write it with her, and who answers for a structure that carries it, as long as they are of the network. */
export function canWrite(actor: Actor, place: ContributionPlace): boolean {
  if (!isMemberOf(actor, place.territory)) return false;
  return (
    place.writers.some((person) => isPerson(actor, person)) ||
    place.carriers.some((structure) => isReferentOf(actor, structure))
  );
}

/** Takes off what is against the code of conduct, with a reason. Never writes in the name of others. */
export function canModerate(
  actor: Actor,
  { territory }: Pick<ContributionPlace, 'territory'>
): boolean {
  return animates(actor, territory);
}

/** What was taken off or hidden is read by its writers, and by who decides; a draft by its writers and reviewers. */
export function canRead(actor: Actor, place: ContributionPlace): boolean {
  if (canWrite(actor, place)) return true;
  if (place.status === 'draft') return !place.removed && !place.hidden && isReviewer(actor, place);
  if (place.removed || place.hidden) return canModerate(actor, place);
  return place.visibility === 'public' || isMemberOf(actor, place.territory);
}

/** Was asked to review it, and is still of the network. */
export function isReviewer(actor: Actor, place: ContributionPlace): boolean {
  return (
    isMemberOf(actor, place.territory) && place.reviewers.some((person) => isPerson(actor, person))
  );
}

/** Answers, comments, thanks, says « ça m’intéresse »: members, on what is published and was not taken off. */
export function canReply(actor: Actor, place: ContributionPlace): boolean {
  if (place.status === 'draft' || place.removed || place.hidden) return false;
  return actor.kind === 'person' && isMemberOf(actor, place.territory);
}
