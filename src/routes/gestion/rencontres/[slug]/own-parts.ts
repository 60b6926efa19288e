import type { Event } from '#domain/events/model.ts';
import type { Programme } from '#domain/events/programme.ts';
import { canWelcome } from '#domain/events/rules.ts';
import type { Actor } from '#domain/identity/model.ts';

/** What somebody of the team may do there who does not manage the edition: her session, her stand, the welcome. */
export function ownParts(actor: Actor, event: Event, programme: Programme) {
  const mine =
    actor.kind === 'person' ? event.place.team.filter(({ person }) => person === actor.id) : [];
  return {
    welcomes: canWelcome(actor, event.place),
    sessions: programme.sessions
      .filter(({ id }) => mine.some(({ session }) => session === id))
      .map(({ id, title }) => ({ id, title })),
    partners: mine.flatMap(({ partner }) => partner ?? [])
  };
}
