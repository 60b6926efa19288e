import type { Actor } from '#domain/identity/model.ts';
import type { RegistrationStatus } from '#domain/registrations/model.ts';
import { registrationLink } from '#domain/registrations/server/links/queries.ts';
import { listOwnRegistrations } from '#domain/registrations/server/registrants/queries.ts';
import type { Database } from '#server/db/connection.ts';

const WORDS: Readonly<
  Record<
    RegistrationStatus,
    { words: string; tone: 'success' | 'warning' | 'brand' | 'neutral' | 'danger' }
  >
> = {
  confirmed: { words: 'Place réservée', tone: 'success' },
  waitlisted: { words: 'Liste d’attente', tone: 'warning' },
  offered: { words: 'Une place vous attend : à confirmer', tone: 'brand' },
  cancelled: { words: 'Annulée', tone: 'neutral' },
  expired: { words: 'Place passée à quelqu’un d’autre', tone: 'neutral' }
};

/** What somebody is registered to, each with the link of her place. */
export async function listOwnPlaces(db: Database, actor: Actor, now: Date) {
  const registrations = await listOwnRegistrations(db, actor, now);
  return registrations.map(({ id, event: _, linkVersion, status, cancelled, ...rest }) => ({
    ...rest,
    link: registrationLink(id, linkVersion),
    ...(cancelled ? { words: 'Rencontre annulée', tone: 'danger' as const } : WORDS[status])
  }));
}
