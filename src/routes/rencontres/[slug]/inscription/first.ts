import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import { NOTHING_TYPED, splitName, type Typed } from '#domain/registrations/registrant.ts';
import { findInvitationByToken } from '#domain/registrations/server/invitations/queries.ts';
import { findAcquaintance } from '#domain/registrations/server/registrants/queries.ts';
import type { Database } from '#server/db/connection.ts';

/** What is known before anything is typed: of an account, else of the invitation that was followed. */
export async function firstTyped(
  db: Database,
  actor: Actor,
  event: Pick<Event, 'id'>,
  { invitation, halfDays }: { invitation: string; halfDays: readonly number[] }
): Promise<Typed> {
  const blank = { ...NOTHING_TYPED, demiJournees: halfDays.map(String) };
  const known = await findAcquaintance(db, actor);
  if (known)
    return {
      ...blank,
      prenom: known.firstName,
      nom: known.lastName,
      courriel: known.email,
      profession: known.profession,
      structure: known.structure?.name ?? '',
      structureChoice: known.structure?.slug ?? ''
    };
  const invited = invitation ? await findInvitationByToken(db, invitation) : null;
  if (invited?.event.id !== event.id) return blank;
  const { firstName, lastName } = splitName(invited.name);
  return {
    ...blank,
    prenom: firstName,
    nom: lastName,
    courriel: invited.email,
    structure: invited.structureName
  };
}
