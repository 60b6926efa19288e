import type { Actor } from '#domain/identity/model.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { registerGroup } from '#domain/registrations/server/places/groups/commands.ts';
import { cancelRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import {
  cancelForSomeone,
  overrulePlace
} from '#domain/registrations/server/places/organiser/commands.ts';
import { settlePlaces } from '#domain/registrations/server/places/settling/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { aRequest, openDesk } from '../factories/registrations.ts';

const HOUR = 3_600_000;

/** Everything that may happen to a place: given, waited for, offered, missed, given up, taken back, moved. */
export async function placeMessages(
  db: Database,
  animator: Actor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const opensAt = new Date(now.getTime() - HOUR).toISOString();
  const anEdition = async (slug: string, promotion: 'immediate' | 'offer') => {
    const traits = { slug, capacity: 1, startsAt: inDays(60), endsAt: inDays(61) };
    const { id } = await anEvent(db, territory, traits);
    await openDesk(db, id, { promotion, opensAt });
    return id;
  };
  const enter = (event: EventId, name: string) => registerAs(db, event, name, now);
  const leave = (id: RegistrationId) => cancelRegistration(db, registrationToken(id, 1), { now });

  const given = await anEdition('place-donnee', 'immediate');
  const first = await enter(given, 'premiere');
  await enter(given, 'suivante');
  await enter(given, 'suivante');
  const third = await enter(given, 'troisieme');
  await leave(first!);
  await overrulePlace(db, animator, third!, null, { now });
  await cancelForSomeone(db, animator, third!, { now });

  const offered = await anEdition('place-proposee', 'offer');
  const holder = await enter(offered, 'partante');
  for (const name of ['retard', 'offre']) await enter(offered, name);
  await leave(holder!);
  await settlePlaces(db, offered, new Date(now.getTime() + 49 * HOUR));
  // Its link is the one of the offer too: what is pressed there answers the offer.
  await db
    .deleteFrom('mail_message')
    .where('kind', '=', 'registration-waiting')
    .where('recipient', '=', 'offre@reseau.internal')
    .execute();

  const contact = { name: 'Sam Groupe', email: 'groupe@reseau.internal' };
  const people = [{ ...aRequest({ lastName: 'Seule' }), email: null }];
  await registerGroup(db, VISITOR, given, contact, people, { now });
}

const inDays = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString();

/** Null when the address was registered already: its link leaves again. */
async function registerAs(
  db: Database,
  event: EventId,
  name: string,
  now: Date
): Promise<RegistrationId | null> {
  const request = aRequest({ email: `${name}@reseau.internal`, lastName: name });
  const outcome = await register(db, VISITOR, event, request, { now });
  return outcome.ok ? outcome.registration : null;
}
