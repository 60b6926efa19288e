import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf } from '#domain/identity/rules.ts';
import type { PartnerId, ProgrammeSessionId, TerritoryId } from '#shared/ids.ts';
import type { EventPlace, TeamMember, TeamRole } from './model.ts';

/** Who may open an edition or a series in a territory: those who lead its network. */
export function canCreateEvents(actor: Actor, territory: TerritoryId): boolean {
  return animates(actor, territory);
}

/** Everything of an edition: those who lead the network of its territory, and its organisers. */
export function canManageEvent(actor: Actor, event: EventPlace): boolean {
  return animates(actor, event.territory) || hasRole(actor, event, 'organiser');
}

/** Welcomes on the day: its team, those who manage it, and the « accueil » of the territory. */
export function canWelcome(actor: Actor, event: EventPlace): boolean {
  if (canManageEvent(actor, event) || hasRole(actor, event, 'reception')) return true;
  return (
    actor.kind === 'person' &&
    actor.memberships.some(
      ({ territory, role }) => territory === event.territory && role === 'reception'
    )
  );
}

/** The text of a session: who manages the edition, and the partner it was given to. Its time and room stay theirs. */
export function canEditSession(
  actor: Actor,
  event: EventPlace,
  session: ProgrammeSessionId
): boolean {
  return (
    canManageEvent(actor, event) ||
    rolesOf(actor, event).some((one) => one.role === 'partner' && one.session === session)
  );
}

/** What a partner says of itself: who manages the edition, and that partner. Never its amounts. */
export function canEditPartner(actor: Actor, event: EventPlace, partner: PartnerId): boolean {
  return (
    canManageEvent(actor, event) ||
    rolesOf(actor, event).some((one) => one.role === 'partner' && one.partner === partner)
  );
}

/** Works on this edition, whatever for. */
export function isInTeam(actor: Actor, event: EventPlace): boolean {
  return canManageEvent(actor, event) || rolesOf(actor, event).length > 0;
}

/** A draft is its team's; what is for members is the members'; the rest is everybody's, listed or not. */
export function canReadEvent(actor: Actor, event: EventPlace): boolean {
  if (isInTeam(actor, event)) return true;
  if (event.status === 'draft') return false;
  return event.visibility !== 'members' || isMemberOf(actor, event.territory);
}

function hasRole(actor: Actor, event: EventPlace, role: TeamRole): boolean {
  return rolesOf(actor, event).some((one) => one.role === role);
}

function rolesOf(actor: Actor, event: EventPlace): TeamMember[] {
  return actor.kind === 'person' ? event.team.filter(({ person }) => person === actor.id) : [];
}
