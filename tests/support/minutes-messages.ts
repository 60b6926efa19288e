import type { PersonActor } from '#domain/identity/model.ts';
import { remindFollowUps } from '#domain/minutes/server/jobs.ts';
import { sendMinutes } from '#domain/minutes/server/sending/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';

/** A compte rendu is sent to somebody who was registered; somebody is reminded of what she has to do. */
export async function minutesMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const { id } = await anEvent(db, territory);
  const guest = { email: 'venue@reseau.internal', first_name: 'Ada', last_name: 'Venue' };
  await db
    .insertInto('registration')
    .values({ event_id: id, ...guest, status: 'confirmed' })
    .execute();
  await db
    .insertInto('minutes')
    .values({ event_id: id, status: 'validated', validated_at: now, summary: 'Vu.' })
    .execute();
  await db
    .insertInto('follow_up')
    .values({ event_id: id, what: 'Écrire', person_id: animator.id, due_on: '2020-01-01' })
    .execute();
  const sent = await sendMinutes(db, animator, id, { to: 'registered', count: 1 }, now);
  if (!sent.ok) throw new Error(sent.reason);
  await remindFollowUps(db, now);
}
