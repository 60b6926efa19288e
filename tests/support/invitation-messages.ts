import type { PersonActor } from '#domain/identity/model.ts';
import { EVERY_REGISTRATION } from '#domain/registrations/figures.ts';
import { sendInvitations } from '#domain/registrations/server/invitations/commands.ts';
import { cancelEdition, sendNews } from '#domain/registrations/server/messages/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';

const WORDS = { subject: 'Une rencontre', body: 'Nous serions heureux de vous y voir.' };

/** Somebody is invited; those who are registered elsewhere read news, then that it is cancelled. */
export async function invitationMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  // Its registrations are not open: its page has no form to press.
  const announced = await anEvent(db, territory, { slug: 'rencontre-annoncee' });
  const audience = {
    ...{ source: 'pasted' as const, types: [], themes: [], profession: '', communes: null },
    pasted: [{ email: 'conviee@reseau.internal', name: 'Zélie Conviée' }]
  };
  await sendInvitations(db, animator, announced.id, { ...WORDS, audience }, now);
  const given = await anEvent(db, territory, { slug: 'rencontre-annulee' });
  await db
    .insertInto('registration')
    .values({
      ...{ event_id: given.id, email: 'inscrite@reseau.internal' },
      ...{ first_name: 'Yaël', last_name: 'Inscrite', status: 'confirmed' }
    })
    .execute();
  const news = { ...WORDS, filter: EVERY_REGISTRATION, requestKey: 'essai' };
  await sendNews(db, animator, given.id, news);
  await cancelEdition(db, animator, given.id, { reason: 'La salle est fermée.' }, now);
}
