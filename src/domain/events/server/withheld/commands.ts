import type { Actor } from '#domain/identity/model.ts';
import { erasing, hiding, restoring } from '#domain/territory/server/withheld/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { findEventContent } from './queries.ts';

/**
 * Hides the free texts of an edition and of its programme from pages, calendars and the API, at once, and tells the
 * animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export const withholdEvent = hiding(
  findEventContent,
  'Cette rencontre n’existe pas, ou n’est pas encore publiée.',
  followInCalendars
);

/** Shows the texts of an edition again. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export const restoreEvent = restoring(followInCalendars);

/**
 * Erases the free texts of an edition and of its programme for good.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeEventTexts = erasing(async (tx, actor, id: EventId) => {
  await tx
    .updateTable('event')
    .set((eb) => ({
      ...{ summary: '', description: '', intended_for: '', lodging: '', cancel_reason: '' },
      ...{ access_walk: '', access_bus: '', access_car: '', access_reduced_mobility: '' },
      version: eb('version', '+', 1)
    }))
    .where('id', '=', id)
    .execute();
  await tx
    .updateTable('programme_session')
    .set((eb) => ({ description: '', materials: '', version: eb('version', '+', 1) }))
    .where('event_id', '=', id)
    .execute();
  await tx
    .updateTable('event_partner')
    .set((eb) => ({ means: '', version: eb('version', '+', 1) }))
    .where('event_id', '=', id)
    .execute();
  await followInCalendars(tx, actor, id);
});

/** What calendars hold of its texts is to be replaced. */
async function followInCalendars(tx: Tx, _actor: Actor, id: EventId): Promise<void> {
  await tx
    .updateTable('event')
    .set((eb) => ({
      calendar_sequence: eb('calendar_sequence', '+', 1),
      updated_at: eb.fn('now')
    }))
    .where('id', '=', id)
    .execute();
}
