import type { PersonActor } from '#domain/identity/model.ts';
import { remindOwners } from '#domain/sharing/server/documents/reminders/jobs.ts';
import type { Database } from '#server/db/connection.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';

/** A document that somebody shared is soon to be looked at again. */
export async function documentMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  await aContribution(db, {
    ...{ territory, kind: 'document', author: animator.id, slug: 'document-a-revoir' },
    details: { expiresOn: addDays(today, 5) }
  });
  await remindOwners(db, now);
}
