import type { EventPlace } from '#domain/events/model.ts';
import { canManageEvent, canReadEvent, isInTeam } from '#domain/events/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf, isPerson, isReferentOf } from '#domain/identity/rules.ts';
import type { FollowUp } from './follow-ups.ts';
import type { Minutes } from './model.ts';

/** Who drafts, validates and publishes: those who manage the edition, its organisers among them. */
export function canWriteMinutes(actor: Actor, event: EventPlace): boolean {
  return canManageEvent(actor, event);
}

/**
 * Who reads minutes once validated: the team, those who came to the edition, then as it was chosen.
 * @param isParticipant - she is registered, or holds the link that was sent to who is.
 */
export function canReadMinutes(
  actor: Actor,
  event: EventPlace,
  { status, audience }: Pick<Minutes, 'status' | 'audience'>,
  isParticipant: boolean
): boolean {
  if (canWriteMinutes(actor, event)) return true;
  if (status !== 'validated') return false;
  if (isInTeam(actor, event) || isParticipant) return true;
  if (!canReadEvent(actor, event)) return false;
  return audience === 'public' || (audience === 'members' && isMemberOf(actor, event.territory));
}

/** To whom those who came are named, of those who agreed: they agreed to be, by those who come. */
export function canReadNames(actor: Actor, event: EventPlace, isParticipant: boolean): boolean {
  return isParticipant || isInTeam(actor, event);
}

/** To whom the people who do something are named: who came, the team and the members of the network. */
export function canReadWho(actor: Actor, event: EventPlace, isParticipant: boolean): boolean {
  return canReadNames(actor, event, isParticipant) || isMemberOf(actor, event.territory);
}

/** Who says what came of a follow-up: who was given it, the référents of its structure, those who manage the edition. */
export function canSettleFollowUp(
  actor: Actor,
  event: EventPlace,
  { person, structure }: Pick<FollowUp, 'person' | 'structure'>
): boolean {
  if (canWriteMinutes(actor, event)) return true;
  if (person) return isPerson(actor, person.id);
  return structure !== null && isReferentOf(actor, structure.id);
}
